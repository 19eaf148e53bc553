package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/open-telemetry/opamp-go/client"
	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"

	"opampsupervisor/test/interop/certs"
)

func (a *agent) start(c command) error {
	settings, err := startSettings(c)
	if err != nil {
		return err
	}
	settings.Callbacks = a.callbacks()
	a.client = newClient(c.URL)
	a.refuseSettings = c.RefuseSettings
	if c.Capabilities&protobufs.AgentCapabilities_AgentCapabilities_AcceptsPackages != 0 {
		settings.PackagesStateProvider = a.packages
	}
	pollEvery(a.client, settings.HeartbeatInterval)
	a.client.SetFlags(c.Flags)
	err = errors.Join(
		a.keepPackageStatuses(c.PackageStatuses),
		report(c.Description, &protobufs.AgentDescription{}, a.client.SetAgentDescription),
		report(c.Health, &protobufs.ComponentHealth{}, a.client.SetHealth),
		a.keepEffectiveConfig(c.EffectiveConfig),
		report(c.AvailableComponents, &protobufs.AvailableComponents{}, a.client.SetAvailableComponents),
	)
	if err == nil && len(c.CustomCapabilities) > 0 {
		err = report(c.CustomCapabilities, &protobufs.CustomCapabilities{}, a.client.SetCustomCapabilities)
	}
	if err != nil {
		return err
	}
	// SetCapabilities would ask for the packages, which only Start makes known to the client.
	settings.Capabilities = c.Capabilities
	return a.client.Start(context.Background(), settings)
}

// Polling has no capability, other than heartbeats, whose interval Start takes only with ReportsHeartbeat.
func pollEvery(started client.OpAMPClient, interval *time.Duration) {
	poller, polls := started.(interface{ SetPollingInterval(time.Duration) })
	if polls && interval != nil {
		poller.SetPollingInterval(*interval)
	}
}

func newClient(url string) client.OpAMPClient {
	if strings.HasPrefix(url, "http") {
		return client.NewHTTP(nil)
	}
	return client.NewWebSocket(nil)
}

func startSettings(c command) (types.StartSettings, error) {
	var uid types.InstanceUid
	if n, err := hex.Decode(uid[:], []byte(c.UID)); err != nil || n != len(uid) {
		return types.StartSettings{}, fmt.Errorf("uid %q is not 32 hex digits", c.UID)
	}
	headers := http.Header{}
	for name, value := range c.Headers {
		headers.Set(name, value)
	}
	tlsConfig, err := certs.Client(c.TLS)
	settings := types.StartSettings{
		OpAMPServerURL:    c.URL,
		Header:            headers,
		TLSConfig:         tlsConfig,
		ProxyURL:          c.Proxy,
		InstanceUid:       uid,
		EnableCompression: c.Compression,
	}
	if c.HeartbeatMs > 0 {
		interval := time.Duration(c.HeartbeatMs) * time.Millisecond
		settings.HeartbeatInterval = &interval
	}
	return settings, err
}
