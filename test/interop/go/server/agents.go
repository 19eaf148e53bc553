package main

import (
	"context"
	"errors"
	"sync"

	"github.com/open-telemetry/opamp-go/protobufs"
	opamp "github.com/open-telemetry/opamp-go/server"
	"github.com/open-telemetry/opamp-go/server/types"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

type agent struct {
	connection types.Connection
	// The newest value of each part of AgentToServer.
	state    *protobufs.AgentToServer
	messages int
	// What waits for the agent's next message.
	answers []*protobufs.ServerToAgent
}

type agents struct {
	mutex sync.Mutex
	byUID map[string]*agent
}

// known is the agent of this uid, made where it is new. The mutex is held.
func (a *agents) known(uid string) *agent {
	found, ok := a.byUID[uid]
	if !ok {
		found = &agent{state: &protobufs.AgentToServer{}}
		a.byUID[uid] = found
	}
	return found
}

// record takes a message in, and gives back what waited for it, or nil.
func (a *agents) record(uid string, connection types.Connection, message *protobufs.AgentToServer) *protobufs.ServerToAgent {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	agent := a.known(uid)
	agent.connection = connection
	agent.state = overlay(agent.state, message)
	agent.messages++
	if len(agent.answers) == 0 {
		return nil
	}
	next := agent.answers[0]
	agent.answers = agent.answers[1:]
	return next
}

// send pushes over WebSocket; over plain HTTP the message waits for the agent's next request.
func (a *agents) send(uid string, message *protobufs.ServerToAgent) error {
	connection := a.connection(uid)
	if connection != nil {
		err := connection.Send(context.Background(), message)
		if !errors.Is(err, opamp.ErrInvalidHTTPConnection) {
			return err
		}
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	agent := a.known(uid)
	agent.answers = append(agent.answers, message)
	return nil
}

func (a *agents) connection(uid string) types.Connection {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.known(uid).connection
}

// state is what the agent has told, and in how many messages.
func (a *agents) state(uid string) (*protobufs.AgentToServer, int) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	agent := a.known(uid)
	return agent.state, agent.messages
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
