package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/proto"

	"opampsupervisor/test/interop/lines"
)

// Events: decode, encode, each with {nanoseconds, bytes}: time and allocated bytes of one of them.
func measureCodec(arguments []string) error {
	flags := flag.NewFlagSet("codec", flag.ContinueOnError)
	milliseconds := flags.Int("milliseconds", 1000, "how long each is repeated")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	body, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	message := &protobufs.AgentToServer{}
	if err := proto.Unmarshal(body, message); err != nil {
		return fmt.Errorf("%s: %w", flags.Arg(0), err)
	}
	longest := time.Duration(*milliseconds) * time.Millisecond
	lines.Emit("decode", measure(longest, func() error { return proto.Unmarshal(body, &protobufs.AgentToServer{}) }))
	lines.Emit("encode", measure(longest, func() error { _, err := proto.Marshal(message); return err }))
	return nil
}

func measure(longest time.Duration, run func() error) lines.Event {
	const batch = 100
	count := 0
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	for time.Since(start) < longest {
		for range batch {
			if err := run(); err != nil {
				panic(err)
			}
		}
		count += batch
	}
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	return lines.Event{
		"nanoseconds": float64(elapsed.Nanoseconds()) / float64(count),
		"bytes":       float64(after.TotalAlloc-before.TotalAlloc) / float64(count),
	}
}
