package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"net"
	"strings"

	"github.com/gorilla/websocket"
	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/proto"

	"opampsupervisor/test/interop/lines"
)

// Fewer connections than there are ephemeral ports go to one address of the server, which listens on all of them.
const connectionsPerAddress = 5000

type socket struct {
	*websocket.Conn
	// Header and message but for its number in the sequence, which is put behind: the last one counts.
	frame    []byte
	sequence uint64
}

func dial(url string, number int, message *protobufs.AgentToServer) (*socket, error) {
	dialer := websocket.Dialer{ReadBufferSize: 512, WriteBufferSize: 512, NetDial: func(_, address string) (net.Conn, error) {
		return dialAddress(address, number/connectionsPerAddress)
	}}
	connection, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	message.InstanceUid = binary.BigEndian.AppendUint64(make([]byte, 8, 16), uint64(number)+1)
	message.Capabilities = uint64(agentCapabilities)
	body, err := proto.Marshal(message)
	return &socket{Conn: connection, frame: append([]byte{0}, body...)}, err
}

// The n-th loopback address with the port of this one.
func dialAddress(address string, n int) (net.Conn, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.%d:%s", 1+n, port))
	if tcp, ok := connection.(*net.TCPConn); ok {
		// Ends with a reset, so that no port waits for a minute.
		err = tcp.SetLinger(0)
	}
	return connection, err
}

func (s *socket) exchange() error {
	frame := binary.AppendUvarint(append(s.frame[:len(s.frame):len(s.frame)], 0x10), s.sequence)
	s.sequence++
	if err := s.WriteMessage(websocket.BinaryMessage, frame); err != nil {
		return err
	}
	_, _, err := s.ReadMessage()
	return err
}

func load(arguments []string) error {
	options, err := parseTrips(arguments)
	if err != nil {
		return err
	}
	sockets := make([]*socket, options.count)
	for i := range sockets {
		status := &protobufs.RemoteConfigStatus{LastRemoteConfigHash: make([]byte, 8), Status: 1}
		message := &protobufs.AgentToServer{RemoteConfigStatus: status, AgentDescription: &protobufs.AgentDescription{}}
		if sockets[i], err = dial(options.url, i, message); err != nil {
			return err
		}
		if err = sockets[i].exchange(); err != nil {
			return err
		}
		message.AgentDescription = nil
		body, err := proto.Marshal(message)
		if err != nil {
			return err
		}
		sockets[i].frame = append([]byte{0}, body...)
	}
	return measureTrips(options, func(i int) error { return sockets[i].exchange() })
}

// Event: held, when each connection has its first answer.
func hold(arguments []string) error {
	flags := flag.NewFlagSet("hold", flag.ContinueOnError)
	url := flags.String("url", "", "of the server")
	count := flags.Int("count", 1, "connections")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	const atATime = 20
	sockets := make([]*socket, *count)
	err := together(atATime, func(first int) error {
		for i := first; i < *count; i += atATime {
			s, err := dial(*url, i, fullState(i))
			if err == nil {
				err = s.exchange()
			}
			if err != nil {
				return fmt.Errorf("connection %d: %w", i, err)
			}
			sockets[i] = s
		}
		return nil
	})
	if err != nil {
		return err
	}
	lines.Emit("held", nil)
	untilInputEnds()
	return nil
}

func text(key, value string) *protobufs.KeyValue {
	return &protobufs.KeyValue{Key: key, Value: &protobufs.AnyValue{Value: &protobufs.AnyValue_StringValue{StringValue: value}}}
}

// What a Collector says of itself: about 3 kB.
func fullState(number int) *protobufs.AgentToServer {
	components := map[string]*protobufs.ComponentHealth{}
	for _, name := range []string{"extensions", "pipeline:logs", "pipeline:metrics", "pipeline:traces"} {
		components[name] = &protobufs.ComponentHealth{Healthy: true, Status: "StatusOK", StatusTimeUnixNano: 1760000000000000000}
	}
	config := []byte(strings.Repeat("# a configuration as long as many\n", 70))
	return &protobufs.AgentToServer{
		AgentDescription: &protobufs.AgentDescription{
			IdentifyingAttributes: []*protobufs.KeyValue{
				text("service.name", "otelcol"), text("service.version", "0.149.0"), text("service.instance.id", fmt.Sprint(number)),
			},
			NonIdentifyingAttributes: []*protobufs.KeyValue{
				text("host.name", fmt.Sprintf("host-%d", number)), text("host.arch", "amd64"), text("os.type", "linux"), text("os.description", "Debian"),
			},
		},
		Health: &protobufs.ComponentHealth{Healthy: true, StartTimeUnixNano: 1760000000000000000, ComponentHealthMap: components},
		EffectiveConfig: &protobufs.EffectiveConfig{ConfigMap: &protobufs.AgentConfigMap{
			ConfigMap: map[string]*protobufs.AgentConfigFile{"": {Body: config, ContentType: "text/yaml"}},
		}},
	}
}
