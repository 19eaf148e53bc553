package main

import (
	"context"
	"encoding/binary"
	"flag"

	"github.com/open-telemetry/opamp-go/client"
	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"

	"opampsupervisor/test/interop/lines"
)

const agentCapabilities = protobufs.AgentCapabilities_AgentCapabilities_ReportsStatus |
	protobufs.AgentCapabilities_AgentCapabilities_AcceptsRemoteConfig |
	protobufs.AgentCapabilities_AgentCapabilities_ReportsRemoteConfig

type benchClient struct {
	opamp   client.OpAMPClient
	heard   chan struct{}
	reports uint64
}

// -stay: the clients connect, and do nothing else until the input ends. Event: connected.
func runClients(arguments []string) error {
	if len(arguments) > 0 && arguments[0] == "-stay" {
		return stay(arguments[1:])
	}
	options, err := parseTrips(arguments)
	if err != nil {
		return err
	}
	clients := make([]*benchClient, options.count)
	for i := range clients {
		if clients[i], err = startClient(options.url, i); err != nil {
			return err
		}
		<-clients[i].heard
	}
	return measureTrips(options, func(i int) error { return clients[i].report() })
}

func stay(arguments []string) error {
	flags := flag.NewFlagSet("stay", flag.ContinueOnError)
	url := flags.String("url", "", "of the server")
	count := flags.Int("count", 1, "clients")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	for i := range *count {
		c, err := startClient(*url, i)
		if err != nil {
			return err
		}
		<-c.heard
		go func() {
			for range c.heard {
			}
		}()
	}
	lines.Emit("connected", nil)
	untilInputEnds()
	return nil
}

func startClient(url string, number int) (*benchClient, error) {
	c := &benchClient{opamp: client.NewWebSocket(nil), heard: make(chan struct{}, 1)}
	if err := c.opamp.SetAgentDescription(&protobufs.AgentDescription{
		IdentifyingAttributes: []*protobufs.KeyValue{text("service.name", "bench")},
	}); err != nil {
		return nil, err
	}
	capabilities := agentCapabilities
	if err := c.opamp.SetCapabilities(&capabilities); err != nil {
		return nil, err
	}
	var uid types.InstanceUid
	binary.BigEndian.PutUint64(uid[:], uint64(number)+1)
	return c, c.opamp.Start(context.Background(), types.StartSettings{
		OpAMPServerURL: url,
		InstanceUid:    uid,
		Callbacks:      types.Callbacks{OnMessage: func(context.Context, *types.MessageData) { c.heard <- struct{}{} }},
	})
}

// Reports the outcome of another configuration, and returns when the server has answered.
func (c *benchClient) report() error {
	c.reports++
	err := c.opamp.SetRemoteConfigStatus(&protobufs.RemoteConfigStatus{
		LastRemoteConfigHash: binary.BigEndian.AppendUint64(nil, c.reports),
		Status:               protobufs.RemoteConfigStatuses_RemoteConfigStatuses_APPLIED,
	})
	if err == nil {
		<-c.heard
	}
	return err
}
