// Command server is a small OpAMP server on the reference Go library, on loopback, path /v1/opamp: WebSocket and plain
// HTTP, with TLS and client certificates where it is given such.
//
// Events: listening {port}, turnedAway {request, status}, connected {connection, transport, headers, certificate} (over HTTP
// for each request; certificate is the common name of the client's), message {connection, uid, message},
// disconnected {connection, uid, error} (error is empty after a close frame with code 1000), state {uid, state, messages}
// (their number).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync/atomic"

	"github.com/open-telemetry/opamp-go/protobufs"
	opamp "github.com/open-telemetry/opamp-go/server"
	"github.com/open-telemetry/opamp-go/server/types"

	"opampsupervisor/test/interop/certs"
	"opampsupervisor/test/interop/lines"
)

type command struct {
	// listen: comes first. send: a ServerToAgent to the agent, at once or with the answer to its next request.
	// state: what the agent has told so far. cut: its network connection, without a close frame; over HTTP the next
	// request's. refuse: the next request, be it an upgrade or a POST. silence: no message is answered any more.
	// stop: the library's own ordered end.
	Command string `json:"command"`
	// Hex digits of an instance uid.
	UID     string          `json:"uid"`
	Message json.RawMessage `json:"message"`
	// Of refuse.
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	// Of listen.
	Port               int        `json:"port"`
	TLS                *certs.PEM `json:"tls"`
	Compression        bool       `json:"compression"`
	Capabilities       uint64     `json:"capabilities"`
	CustomCapabilities []string   `json:"customCapabilities"`
	// Requests without this value of Authorization are answered with 401; empty: all are let in.
	Authorization string `json:"authorization"`
	// All requests are answered with 503.
	Busy bool `json:"busy"`
}

type server struct {
	listener     opamp.OpAMPServer
	agents       agents
	door         door
	capabilities uint64
	silent       atomic.Bool
}

func main() {
	s := &server{agents: agents{byUID: map[string]*agent{}}}
	lines.Serve(s.handle)
}

func (s *server) handle(c command) error {
	switch c.Command {
	case "listen":
		return s.listen(c)
	case "send":
		message, err := lines.Message(c.Message, &protobufs.ServerToAgent{})
		if err != nil {
			return err
		}
		return s.agents.send(c.UID, message)
	case "state":
		state, messages := s.agents.state(c.UID)
		lines.Emit("state", lines.Event{"uid": c.UID, "state": lines.JSON(state), "messages": messages})
	case "cut":
		if s.agents.connection(c.UID).Disconnect() != nil {
			s.door.refuseNext(refusal{})
		}
	case "refuse":
		s.door.refuseNext(refusal{status: c.Status, headers: c.Headers})
	case "silence":
		s.silent.Store(true)
	case "stop":
		return s.listener.Stop(context.Background())
	default:
		return fmt.Errorf("unknown command %q", c.Command)
	}
	return nil
}

func (s *server) listen(c command) error {
	tlsConfig, err := certs.Server(c.TLS)
	if err != nil {
		return err
	}
	s.capabilities = c.Capabilities
	s.door.authorization, s.door.busy = c.Authorization, c.Busy
	s.listener = opamp.New(nil)
	err = s.listener.Start(opamp.StartSettings{
		ListenEndpoint: fmt.Sprintf("127.0.0.1:%d", c.Port),
		TLSConfig:      tlsConfig,
		Settings: opamp.Settings{
			Callbacks:          types.Callbacks{OnConnecting: s.accept},
			EnableCompression:  c.Compression,
			CustomCapabilities: c.CustomCapabilities,
		},
	})
	if err != nil {
		return err
	}
	lines.Emit("listening", lines.Event{"port": s.listener.Addr().(*net.TCPAddr).Port})
	return nil
}
