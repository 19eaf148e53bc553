// Command agent is a small OpAMP agent on the reference Go library over WebSocket.
//
// Events: connected, connectFailed {error}, remoteConfig {offer}, connectionSettings {offer}, restart.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/open-telemetry/opamp-go/client"
	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"

	"opampsupervisor/test/interop/lines"
)

// The first command is start, the last one stop; each other one reports the part of the state that it is named after.
type command struct {
	Command string `json:"command"`
	// Of start.
	URL          string                      `json:"url"`
	UID          string                      `json:"uid"`
	Headers      map[string]string           `json:"headers"`
	Capabilities protobufs.AgentCapabilities `json:"capabilities"`
	// Of start: the whole state. Of health, description …: the new value of that part.
	Description         json.RawMessage `json:"description"`
	Health              json.RawMessage `json:"health"`
	EffectiveConfig     json.RawMessage `json:"effectiveConfig"`
	RemoteConfigStatus  json.RawMessage `json:"remoteConfigStatus"`
	AvailableComponents json.RawMessage `json:"availableComponents"`
}

type agent struct {
	client          client.OpAMPClient
	mutex           sync.Mutex
	effectiveConfig *protobufs.EffectiveConfig
}

func main() {
	a := &agent{client: client.NewWebSocket(nil)}
	lines.Serve(a.handle)
}

func (a *agent) handle(c command) error {
	switch c.Command {
	case "start":
		return a.start(c)
	case "stop":
		return a.client.Stop(context.Background())
	case "description":
		return report(c.Description, &protobufs.AgentDescription{}, a.client.SetAgentDescription)
	case "health":
		return report(c.Health, &protobufs.ComponentHealth{}, a.client.SetHealth)
	case "remoteConfigStatus":
		return report(c.RemoteConfigStatus, &protobufs.RemoteConfigStatus{}, a.client.SetRemoteConfigStatus)
	case "availableComponents":
		return report(c.AvailableComponents, &protobufs.AvailableComponents{}, a.client.SetAvailableComponents)
	case "effectiveConfig":
		return errors.Join(a.keepEffectiveConfig(c.EffectiveConfig), a.client.UpdateEffectiveConfig(context.Background()))
	default:
		return fmt.Errorf("unknown command %q", c.Command)
	}
}

func (a *agent) start(c command) error {
	var uid types.InstanceUid
	if n, err := hex.Decode(uid[:], []byte(c.UID)); err != nil || n != len(uid) {
		return fmt.Errorf("uid %q is not 32 hex digits", c.UID)
	}
	headers := http.Header{}
	for name, value := range c.Headers {
		headers.Set(name, value)
	}
	err := errors.Join(
		report(c.Description, &protobufs.AgentDescription{}, a.client.SetAgentDescription),
		report(c.Health, &protobufs.ComponentHealth{}, a.client.SetHealth),
		a.keepEffectiveConfig(c.EffectiveConfig),
		report(c.AvailableComponents, &protobufs.AvailableComponents{}, a.client.SetAvailableComponents),
		a.client.SetCapabilities(&c.Capabilities),
	)
	if err != nil {
		return err
	}
	return a.client.Start(context.Background(), types.StartSettings{
		OpAMPServerURL: c.URL,
		Header:         headers,
		InstanceUid:    uid,
		Callbacks:      a.callbacks(),
	})
}

func (a *agent) callbacks() types.Callbacks {
	return types.Callbacks{
		OnConnect:          func(context.Context) { lines.Emit("connected", nil) },
		OnConnectFailed:    func(_ context.Context, err error) { lines.Emit("connectFailed", lines.Event{"error": err.Error()}) },
		OnMessage:          onMessage,
		GetEffectiveConfig: a.currentEffectiveConfig,
		OnCommand: func(context.Context, *protobufs.ServerToAgentCommand) error {
			lines.Emit("restart", nil)
			return nil
		},
		OnConnectionSettings: func(_ context.Context, offer *protobufs.ConnectionSettingsOffers) error {
			lines.Emit("connectionSettings", lines.Event{"offer": lines.JSON(offer)})
			return nil
		},
	}
}

func onMessage(_ context.Context, message *types.MessageData) {
	if message.RemoteConfig != nil {
		lines.Emit("remoteConfig", lines.Event{"offer": lines.JSON(message.RemoteConfig)})
	}
}

func (a *agent) currentEffectiveConfig(context.Context) (*protobufs.EffectiveConfig, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.effectiveConfig, nil
}

func (a *agent) keepEffectiveConfig(text json.RawMessage) error {
	return report(text, &protobufs.EffectiveConfig{}, func(config *protobufs.EffectiveConfig) error {
		a.mutex.Lock()
		defer a.mutex.Unlock()
		a.effectiveConfig = config
		return nil
	})
}
