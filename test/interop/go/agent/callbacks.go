package main

import (
	"context"
	"encoding/hex"
	"errors"

	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/proto"

	"opampsupervisor/test/interop/lines"
)

func (a *agent) callbacks() types.Callbacks {
	return types.Callbacks{
		OnConnect:          func(context.Context) { lines.Emit("connected", nil) },
		OnConnectFailed:    func(_ context.Context, err error) { lines.Emit("connectFailed", lines.Event{"error": err.Error()}) },
		OnMessage:          onMessage,
		GetEffectiveConfig: a.currentEffectiveConfig,
		OnError: func(_ context.Context, response *protobufs.ServerErrorResponse) {
			lines.Emit("error", lines.Event{"response": lines.JSON(response)})
		},
		OnCommand: func(context.Context, *protobufs.ServerToAgentCommand) error {
			lines.Emit("restart", nil)
			return nil
		},
		OnOpampConnectionSettings: func(_ context.Context, offer *protobufs.OpAMPConnectionSettings) error {
			emitOffer("opampSettings", offer)
			return a.verdictOnSettings()
		},
		OnConnectionSettings: func(_ context.Context, offer *protobufs.ConnectionSettingsOffers) error {
			emitOffer("connectionSettings", offer)
			return a.verdictOnSettings()
		},
	}
}

func (a *agent) verdictOnSettings() error {
	if a.refuseSettings == "" {
		return nil
	}
	return errors.New(a.refuseSettings)
}

func onMessage(ctx context.Context, message *types.MessageData) {
	if message.RemoteConfig != nil {
		emitOffer("remoteConfig", message.RemoteConfig)
	}
	if message.AgentIdentification != nil {
		uid := hex.EncodeToString(message.AgentIdentification.NewInstanceUid)
		lines.Emit("identified", lines.Event{"uid": uid})
	}
	if capabilities := message.CustomCapabilities.GetCapabilities(); len(capabilities) > 0 {
		lines.Emit("customCapabilities", lines.Event{"capabilities": capabilities})
	}
	if message.CustomMessage != nil {
		lines.Emit("customMessage", lines.Event{"message": lines.JSON(message.CustomMessage)})
	}
	if message.PackagesAvailable != nil {
		emitOffer("packages", message.PackagesAvailable)
		if err := message.PackageSyncer.Sync(ctx); err != nil {
			panic(err)
		}
	}
}

func emitOffer(name string, offer proto.Message) {
	lines.Emit(name, lines.Event{"offer": lines.JSON(offer)})
}
