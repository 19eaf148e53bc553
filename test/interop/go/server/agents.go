package main

import (
	"sync"

	"github.com/open-telemetry/opamp-go/protobufs"
	"github.com/open-telemetry/opamp-go/server/types"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

type agent struct {
	connection types.Connection
	// The newest value of each part of AgentToServer.
	state *protobufs.AgentToServer
}

type agents struct {
	mutex       sync.Mutex
	connections int
	byUID       map[string]agent
}

func newAgents() *agents {
	return &agents{byUID: map[string]agent{}}
}

func (a *agents) nextConnection() int {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.connections++
	return a.connections
}

func (a *agents) record(uid string, connection types.Connection, message *protobufs.AgentToServer) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	state := &protobufs.AgentToServer{}
	if known, found := a.byUID[uid]; found {
		state = known.state
	}
	a.byUID[uid] = agent{connection: connection, state: overlay(state, message)}
}

func (a *agents) find(uid string) (agent, bool) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	found, ok := a.byUID[uid]
	return found, ok
}

// A part that a message leaves out is unchanged; a part that is there replaces the old one as a whole.
func overlay(state, message *protobufs.AgentToServer) *protobufs.AgentToServer {
	merged := proto.CloneOf(state)
	message.ProtoReflect().Range(func(part protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		merged.ProtoReflect().Set(part, value)
		return true
	})
	return merged
}
