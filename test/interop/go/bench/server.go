package main

import (
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/open-telemetry/opamp-go/protobufs"
	"github.com/open-telemetry/opamp-go/server"
	"github.com/open-telemetry/opamp-go/server/types"
	"google.golang.org/protobuf/reflect/protoreflect"

	"opampsupervisor/test/interop/lines"
)

// The newest word of each agent on each part, as every server has to keep it.
type states struct {
	mutex sync.Mutex
	byUID map[string]*protobufs.AgentToServer
}

func serve([]string) error {
	known := &states{byUID: map[string]*protobufs.AgentToServer{}}
	opamp := server.New(nil)
	err := opamp.Start(server.StartSettings{
		ListenEndpoint: "0.0.0.0:0",
		Settings:       server.Settings{Callbacks: types.Callbacks{OnConnecting: known.accept}},
	})
	if err != nil {
		return err
	}
	lines.Emit("listening", lines.Event{"port": opamp.Addr().(*net.TCPAddr).Port})
	untilInputEnds()
	return nil
}

func (s *states) accept(*http.Request) types.ConnectionResponse {
	return types.ConnectionResponse{Accept: true, ConnectionCallbacks: types.ConnectionCallbacks{OnMessage: s.take}}
}

func (s *states) take(_ context.Context, _ types.Connection, message *protobufs.AgentToServer) *protobufs.ServerToAgent {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	uid := string(message.InstanceUid)
	if before, found := s.byUID[uid]; found {
		merge(before, message)
	} else {
		s.byUID[uid] = message
	}
	return &protobufs.ServerToAgent{InstanceUid: message.InstanceUid}
}

// A part that is there replaces the one before.
func merge(state, message *protobufs.AgentToServer) {
	message.ProtoReflect().Range(func(part protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		state.ProtoReflect().Set(part, value)
		return true
	})
}
