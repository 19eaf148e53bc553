package main

import (
	"encoding/json"

	"google.golang.org/protobuf/proto"

	"opampsupervisor/test/interop/lines"
)

// Gives the message that text holds to set.
func report[M proto.Message](text json.RawMessage, empty M, set func(M) error) error {
	message, err := lines.Message(text, empty)
	if err != nil {
		return err
	}
	return set(message)
}
