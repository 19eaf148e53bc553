package main

import (
	"context"
	"encoding/hex"
	"net/http"

	"github.com/open-telemetry/opamp-go/protobufs"
	"github.com/open-telemetry/opamp-go/server/types"

	"opampsupervisor/test/interop/lines"
)

func (s *server) accept(request *http.Request) types.ConnectionResponse {
	number, refused := s.door.enter(request)
	if refused != nil {
		lines.Emit("turnedAway", lines.Event{"request": number, "status": refused.status})
		return refused.response()
	}
	connected := lines.Event{
		"connection":  number,
		"transport":   transport(request),
		"headers":     request.Header.Clone(),
		"certificate": clientName(request),
	}
	return types.ConnectionResponse{Accept: true, ConnectionCallbacks: s.callbacks(number, connected)}
}

func transport(request *http.Request) string {
	if request.Method == http.MethodPost {
		return "http"
	}
	return "websocket"
}

// The common name of the client's certificate, or nothing.
func clientName(request *http.Request) string {
	if request.TLS == nil || len(request.TLS.PeerCertificates) == 0 {
		return ""
	}
	return request.TLS.PeerCertificates[0].Subject.CommonName
}

func (s *server) callbacks(number int, connected lines.Event) types.ConnectionCallbacks {
	var uid, readError string
	return types.ConnectionCallbacks{
		OnConnected: func(context.Context, types.Connection) {
			lines.Emit("connected", connected)
		},
		OnMessage: func(_ context.Context, connection types.Connection, message *protobufs.AgentToServer) *protobufs.ServerToAgent {
			uid = hex.EncodeToString(message.InstanceUid)
			answer := s.agents.record(uid, connection, message)
			lines.Emit("message", lines.Event{"connection": number, "uid": uid, "message": lines.JSON(message)})
			return s.complete(answer)
		},
		OnReadMessageError: func(_ types.Connection, _ int, _ []byte, err error) {
			readError = err.Error()
		},
		OnConnectionClose: func(types.Connection) {
			lines.Emit("disconnected", lines.Event{"connection": number, "uid": uid, "error": readError})
		},
	}
}

// The library adds the uid, but no capabilities.
func (s *server) complete(answer *protobufs.ServerToAgent) *protobufs.ServerToAgent {
	if s.silent.Load() {
		return nil
	}
	if answer == nil {
		answer = &protobufs.ServerToAgent{}
	}
	answer.Capabilities = s.capabilities
	return answer
}
