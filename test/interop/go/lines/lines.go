// Package lines is the protocol between a test and the programs here: one JSON object per line,
// commands on standard input, events on standard output.
package lines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// The largest OpAMP message that a test sends must fit into one line.
const maxLineBytes = 64 << 20

// Event is one line of output; its key "event" names it.
type Event map[string]any

var output sync.Mutex

// Emit writes one event. Safe for concurrent use.
func Emit(name string, event Event) {
	line, err := json.Marshal(with(event, name))
	if err != nil {
		panic(err)
	}
	output.Lock()
	defer output.Unlock()
	fmt.Printf("%s\n", line)
}

func with(event Event, name string) Event {
	named := Event{"event": name}
	for key, value := range event {
		named[key] = value
	}
	return named
}

// Serve gives each command of standard input to handle, one after the other, and returns when the input ends,
// so that no program outlives its test. Each command is answered by the event "done" or "refused" with an error.
func Serve[Command any](handle func(Command) error) {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, maxLineBytes)
	for scanner.Scan() {
		var command Command
		err := json.Unmarshal(scanner.Bytes(), &command)
		if err == nil {
			err = handle(command)
		}
		if err != nil {
			Emit("refused", Event{"error": err.Error()})
			continue
		}
		Emit("done", nil)
	}
}

// JSON renders a message under the names of its schema: bytes are base64, 64-bit integers are strings, enums are names.
func JSON(message proto.Message) json.RawMessage {
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(message)
	if err != nil {
		panic(err)
	}
	return text
}

// Message reads what JSON writes; nothing at all is the empty message.
func Message[M proto.Message](text json.RawMessage, into M) (M, error) {
	if len(text) == 0 {
		return into, nil
	}
	return into, protojson.Unmarshal(text, into)
}
