/** Errors of Windows by the errno names that libuv has for them. */
const names: Readonly<Record<number, string>> = {
  2: "ENOENT",
  3: "ENOENT",
  5: "EACCES",
  8: "ENOMEM",
  32: "EBUSY",
  87: "EINVAL",
  112: "ENOSPC",
  123: "ENOENT",
  183: "EEXIST",
  193: "ENOEXEC",
  206: "ENAMETOOLONG",
  216: "ENOEXEC",
  267: "ENOTDIR",
  740: "EACCES",
  1455: "ENOMEM",
};

/** The errno name of what `GetLastError` says. */
export function windowsErrorCode(error: number): string {
  return names[error] ?? "EUNKNOWN";
}
