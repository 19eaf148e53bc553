/*
 * The calls into the C library that the supervisor makes and Node has no function for. Arguments are whole numbers and
 * addresses of bytes, results whole numbers: what Bun's FFI does without a compiler.
 */
#define _GNU_SOURCE
#define NAPI_VERSION 6
#include <errno.h>
#include <fcntl.h>
#include <node_api.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * The variadic form suits every function of whole numbers, and `fcntl`, `prctl` and `syscall` need it: some architectures
 * expect room on the stack that a caller of a variadic function alone makes.
 */
typedef long (*function)(long, ...);

static const struct {
  const char *name;
  function address;
} functions[] = {
    {"_exit", (function)_exit},     {"dup2", (function)dup2},       {"execve", (function)execve},   {"fcntl", (function)fcntl},
    {"flock", (function)flock},     {"getppid", (function)getppid}, {"getsockopt", (function)getsockopt},
    {"madvise", (function)madvise}, {"pipe2", (function)pipe2},     {"poll", (function)poll},
    {"prctl", (function)prctl},     {"sendto", (function)sendto},   {"signal", (function)signal},
    {"socket", (function)socket},   {"sigprocmask", (function)sigprocmask},
    {"syscall", (function)syscall}, {"waitpid", (function)waitpid},
};

enum { most_arguments = 6 };

static int last_error;

static napi_value fail(napi_env env, const char *message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

/* Where a typed array, a buffer or a view lies. */
static int address_of(napi_env env, napi_value value, void **data) {
  bool is_array, is_view;
  if (napi_is_typedarray(env, value, &is_array) != napi_ok || napi_is_dataview(env, value, &is_view) != napi_ok) return 0;
  if (is_array) return napi_get_typedarray_info(env, value, NULL, NULL, data, NULL, NULL) == napi_ok;
  return is_view && napi_get_dataview_info(env, value, NULL, data, NULL, NULL) == napi_ok;
}

/* A number, a 64-bit number, bytes, or nothing, which is the null pointer. */
static int read_argument(napi_env env, napi_value value, long *argument) {
  napi_valuetype type;
  bool lossless;
  int64_t number;
  uint64_t big;
  void *data;
  if (napi_typeof(env, value, &type) != napi_ok) return 0;
  switch (type) {
    case napi_number:
      if (napi_get_value_int64(env, value, &number) != napi_ok) return 0;
      *argument = (long)number;
      return 1;
    case napi_bigint:
      if (napi_get_value_bigint_uint64(env, value, &big, &lossless) != napi_ok) return 0;
      *argument = (long)big;
      return 1;
    case napi_object:
      if (!address_of(env, value, &data)) return 0;
      *argument = (long)(intptr_t)data;
      return 1;
    case napi_null:
    case napi_undefined:
      *argument = 0;
      return 1;
    default:
      return 0;
  }
}

/* call(name, ...arguments): the result as a signed 64-bit number. */
static napi_value call(napi_env env, napi_callback_info info) {
  napi_value given[1 + most_arguments];
  size_t count = 1 + most_arguments;
  char name[32];
  size_t length;
  long a[most_arguments] = {0};
  if (napi_get_cb_info(env, info, &count, given, NULL, NULL) != napi_ok || count < 1 || count > 1 + most_arguments)
    return fail(env, "a name and up to six arguments are wanted");
  if (napi_get_value_string_utf8(env, given[0], name, sizeof name, &length) != napi_ok)
    return fail(env, "the name of a function is wanted");
  for (size_t i = 1; i < count; i++)
    if (!read_argument(env, given[i], &a[i - 1])) return fail(env, "arguments are whole numbers and bytes");
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    if (strcmp(functions[i].name, name) != 0) continue;
    napi_value result;
    errno = 0;
    long outcome = functions[i].address(a[0], a[1], a[2], a[3], a[4], a[5]);
    last_error = errno;
    return napi_create_bigint_int64(env, outcome, &result) == napi_ok ? result : NULL;
  }
  return fail(env, "there is no such function");
}

/* error(): errno after the last call. */
static napi_value error(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_create_int32(env, last_error, &result) == napi_ok ? result : NULL;
}

/* address(bytes): where they lie, for as long as somebody holds them. */
static napi_value address(napi_env env, napi_callback_info info) {
  napi_value given, result;
  size_t count = 1;
  void *data;
  if (napi_get_cb_info(env, info, &count, &given, NULL, NULL) != napi_ok || count != 1 || !address_of(env, given, &data))
    return fail(env, "bytes are wanted");
  return napi_create_double(env, (double)(uintptr_t)data, &result) == napi_ok ? result : NULL;
}

/* has(name): whether there is such a function. */
static napi_value has(napi_env env, napi_callback_info info) {
  napi_value given, result;
  size_t count = 1, length;
  char name[32] = "";
  bool found = false;
  if (napi_get_cb_info(env, info, &count, &given, NULL, NULL) != napi_ok) return NULL;
  if (napi_get_value_string_utf8(env, given, name, sizeof name, &length) != napi_ok) return fail(env, "a name is wanted");
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) found = found || strcmp(functions[i].name, name) == 0;
  return napi_get_boolean(env, found, &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor properties[] = {
      {"call", NULL, call, NULL, NULL, NULL, napi_enumerable, NULL},
      {"error", NULL, error, NULL, NULL, NULL, napi_enumerable, NULL},
      {"address", NULL, address, NULL, NULL, NULL, napi_enumerable, NULL},
      {"has", NULL, has, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  return napi_define_properties(env, exports, sizeof properties / sizeof *properties, properties) == napi_ok ? exports : NULL;
}
