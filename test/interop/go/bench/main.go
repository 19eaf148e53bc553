// Command bench is what the figures of the protocol are measured with on the side of the reference Go library.
//
//	server                        a server that keeps the state of each agent and answers each message
//	bare-server                   a server of bare WebSockets that answers each message with ready bytes
//	clients -url -count -trips    clients of the library that report, each after the answer to the report before
//	load -url -count -trips       the same by the cheapest of all means: ready frames over bare WebSockets
//	hold -url -count              bare WebSockets that report a full state and stay
//	codec FILE                    decodes and encodes the AgentToServer that is in a file
//
// Each prints one JSON object per line and ends with its standard input.
package main

import (
	"fmt"
	"io"
	"os"
)

var commands = map[string]func(arguments []string) error{
	"server":      serve,
	"bare-server": serveBare,
	"clients":     runClients,
	"load":        load,
	"hold":        hold,
	"codec":       measureCodec,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: bench server | clients | load | hold | codec")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func untilInputEnds() {
	_, _ = io.Copy(io.Discard, os.Stdin)
}
