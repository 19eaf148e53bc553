// Command server is a small OpAMP server on the reference Go library: plain WebSocket on loopback, path /v1/opamp.
//
// Events: listening {port}, connected {connection, headers}, message {connection, uid, message},
// disconnected {connection, uid, error} (error is empty after a close frame with code 1000), state {uid, state}.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"

	"github.com/open-telemetry/opamp-go/protobufs"
	"github.com/open-telemetry/opamp-go/server"
	"github.com/open-telemetry/opamp-go/server/types"

	"opampsupervisor/test/interop/lines"
)

const capabilities = protobufs.ServerCapabilities_ServerCapabilities_AcceptsStatus |
	protobufs.ServerCapabilities_ServerCapabilities_OffersRemoteConfig |
	protobufs.ServerCapabilities_ServerCapabilities_AcceptsEffectiveConfig |
	protobufs.ServerCapabilities_ServerCapabilities_OffersConnectionSettings

// A command addresses one agent by the hex digits of its instance uid.
type command struct {
	// send: a ServerToAgent. state: what the agent has told so far. close: the network connection, without a close frame.
	Command string          `json:"command"`
	UID     string          `json:"uid"`
	Message json.RawMessage `json:"message"`
}

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address")
	flag.Parse()

	agents := newAgents()
	opamp := server.New(nil)
	if err := opamp.Start(server.StartSettings{
		ListenEndpoint: *listen,
		Settings:       server.Settings{Callbacks: types.Callbacks{OnConnecting: agents.accept}},
	}); err != nil {
		panic(err)
	}
	lines.Emit("listening", lines.Event{"port": opamp.Addr().(*net.TCPAddr).Port})
	lines.Serve(agents.handle)
}

func (a *agents) accept(request *http.Request) types.ConnectionResponse {
	number := a.nextConnection()
	headers := request.Header.Clone()
	return types.ConnectionResponse{Accept: true, ConnectionCallbacks: a.callbacks(number, headers)}
}

func (a *agents) callbacks(number int, headers http.Header) types.ConnectionCallbacks {
	var uid, readError string
	return types.ConnectionCallbacks{
		OnConnected: func(context.Context, types.Connection) {
			lines.Emit("connected", lines.Event{"connection": number, "headers": headers})
		},
		OnMessage: func(_ context.Context, connection types.Connection, message *protobufs.AgentToServer) *protobufs.ServerToAgent {
			uid = hex.EncodeToString(message.InstanceUid)
			a.record(uid, connection, message)
			lines.Emit("message", lines.Event{"connection": number, "uid": uid, "message": lines.JSON(message)})
			return &protobufs.ServerToAgent{InstanceUid: message.InstanceUid, Capabilities: uint64(capabilities)}
		},
		OnReadMessageError: func(_ types.Connection, _ int, _ []byte, err error) {
			readError = err.Error()
		},
		OnConnectionClose: func(types.Connection) {
			lines.Emit("disconnected", lines.Event{"connection": number, "uid": uid, "error": readError})
		},
	}
}

func (a *agents) handle(c command) error {
	agent, found := a.find(c.UID)
	if !found {
		return fmt.Errorf("no agent %q", c.UID)
	}
	switch c.Command {
	case "send":
		message, err := lines.Message(c.Message, &protobufs.ServerToAgent{})
		if err != nil {
			return err
		}
		return agent.connection.Send(context.Background(), message)
	case "state":
		lines.Emit("state", lines.Event{"uid": c.UID, "state": lines.JSON(agent.state)})
		return nil
	case "close":
		return agent.connection.Disconnect()
	default:
		return fmt.Errorf("unknown command %q", c.Command)
	}
}
