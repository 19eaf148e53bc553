// Command agent is a small OpAMP agent on the reference Go library, over WebSocket or plain HTTP as the URL says.
//
// Events: connected (over HTTP with each answer), connectFailed {error}, remoteConfig {offer}, opampSettings {offer},
// connectionSettings {offer} (those for other connections than OpAMP), packages {offer}, restart, error {response},
// identified {uid}, customCapabilities {capabilities}, customMessage {message}.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/open-telemetry/opamp-go/client"
	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"

	"opampsupervisor/test/interop/certs"
	"opampsupervisor/test/interop/lines"
)

// The first command is start, the last one stop; each other one reports the part of the state that it is named after.
type command struct {
	Command string `json:"command"`
	// Of start.
	URL         string            `json:"url"`
	UID         string            `json:"uid"`
	Headers     map[string]string `json:"headers"`
	TLS         *certs.PEM        `json:"tls"`
	Proxy       string            `json:"proxy"`
	Compression bool              `json:"compression"`
	// Period of heartbeats or polling; 0: the library's own.
	HeartbeatMs int `json:"heartbeatMs"`
	// The error with which offered connection settings are refused; empty: they are taken.
	RefuseSettings string `json:"refuseSettings"`
	// Bits of AgentToServerFlags.
	Flags protobufs.AgentToServerFlags `json:"flags"`
	// Of start: the whole state. Of health, description …: the new value of that part.
	Capabilities        protobufs.AgentCapabilities `json:"capabilities"`
	Description         json.RawMessage             `json:"description"`
	Health              json.RawMessage             `json:"health"`
	EffectiveConfig     json.RawMessage             `json:"effectiveConfig"`
	RemoteConfigStatus  json.RawMessage             `json:"remoteConfigStatus"`
	PackageStatuses     json.RawMessage             `json:"packageStatuses"`
	AvailableComponents json.RawMessage             `json:"availableComponents"`
	CustomCapabilities  json.RawMessage             `json:"customCapabilities"`
	CustomMessage       json.RawMessage             `json:"customMessage"`
	SettingsRequest     json.RawMessage             `json:"settingsRequest"`
}

type agent struct {
	client          client.OpAMPClient
	packages        *packages
	refuseSettings  string
	mutex           sync.Mutex
	effectiveConfig *protobufs.EffectiveConfig
}

func main() {
	a := &agent{packages: newPackages()}
	lines.Serve(a.handle)
}

func (a *agent) handle(c command) error {
	switch c.Command {
	case "start":
		return a.start(c)
	case "stop":
		return a.client.Stop(context.Background())
	case "capabilities":
		return a.client.SetCapabilities(&c.Capabilities)
	case "description":
		return report(c.Description, &protobufs.AgentDescription{}, a.client.SetAgentDescription)
	case "health":
		return report(c.Health, &protobufs.ComponentHealth{}, a.client.SetHealth)
	case "effectiveConfig":
		return errors.Join(a.keepEffectiveConfig(c.EffectiveConfig), a.client.UpdateEffectiveConfig(context.Background()))
	case "remoteConfigStatus":
		return report(c.RemoteConfigStatus, &protobufs.RemoteConfigStatus{}, a.client.SetRemoteConfigStatus)
	case "packageStatuses":
		return report(c.PackageStatuses, &protobufs.PackageStatuses{}, a.client.SetPackageStatuses)
	case "availableComponents":
		return report(c.AvailableComponents, &protobufs.AvailableComponents{}, a.client.SetAvailableComponents)
	case "customCapabilities":
		return report(c.CustomCapabilities, &protobufs.CustomCapabilities{}, a.client.SetCustomCapabilities)
	case "customMessage":
		return report(c.CustomMessage, &protobufs.CustomMessage{}, a.sendCustomMessage)
	case "settingsRequest":
		return report(c.SettingsRequest, &protobufs.ConnectionSettingsRequest{}, a.client.RequestConnectionSettings)
	default:
		return fmt.Errorf("unknown command %q", c.Command)
	}
}

// The library holds one custom message at a time; the next one waits until that has left.
func (a *agent) sendCustomMessage(message *protobufs.CustomMessage) error {
	for {
		left, err := a.client.SendCustomMessage(message)
		if !errors.Is(err, types.ErrCustomMessagePending) {
			return err
		}
		<-left
	}
}

func (a *agent) currentEffectiveConfig(context.Context) (*protobufs.EffectiveConfig, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.effectiveConfig, nil
}

func (a *agent) keepPackageStatuses(text json.RawMessage) error {
	if len(text) == 0 {
		return nil
	}
	return report(text, &protobufs.PackageStatuses{}, a.packages.SetLastReportedStatuses)
}

func (a *agent) keepEffectiveConfig(text json.RawMessage) error {
	return report(text, &protobufs.EffectiveConfig{}, func(config *protobufs.EffectiveConfig) error {
		a.mutex.Lock()
		defer a.mutex.Unlock()
		a.effectiveConfig = config
		return nil
	})
}
