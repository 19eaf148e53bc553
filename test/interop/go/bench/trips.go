package main

import (
	"flag"
	"sync"
	"syscall"
	"time"

	"opampsupervisor/test/interop/lines"
)

type tripOptions struct {
	url    string
	count  int
	warmUp int
	trips  int
}

func parseTrips(arguments []string) (tripOptions, error) {
	var o tripOptions
	flags := flag.NewFlagSet("trips", flag.ContinueOnError)
	flags.StringVar(&o.url, "url", "", "of the server")
	flags.IntVar(&o.count, "count", 1, "connections")
	flags.IntVar(&o.warmUp, "warm-up", 0, "round trips of each connection that are not measured")
	flags.IntVar(&o.trips, "trips", 1, "round trips of each connection that are")
	return o, flags.Parse(arguments)
}

// Lets each of the connections do its round trips twice, first to warm up. Events: begin; end {seconds, cpuSeconds, kernelSeconds}.
func measureTrips(o tripOptions, trip func(connection int) error) error {
	if err := together(o.count, func(i int) error { return repeat(o.warmUp, i, trip) }); err != nil {
		return err
	}
	lines.Emit("begin", nil)
	start := time.Now()
	cpu, kernel := cpuSeconds()
	if err := together(o.count, func(i int) error { return repeat(o.trips, i, trip) }); err != nil {
		return err
	}
	seconds := time.Since(start).Seconds()
	cpuAfter, kernelAfter := cpuSeconds()
	lines.Emit("end", lines.Event{"seconds": seconds, "cpuSeconds": cpuAfter - cpu, "kernelSeconds": kernelAfter - kernel})
	untilInputEnds()
	return nil
}

func repeat(times, connection int, trip func(int) error) error {
	for range times {
		if err := trip(connection); err != nil {
			return err
		}
	}
	return nil
}

func together(count int, run func(int) error) error {
	failures := make([]error, count)
	var group sync.WaitGroup
	for i := range count {
		group.Add(1)
		go func() {
			defer group.Done()
			failures[i] = run(i)
		}()
	}
	group.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// All, and what of it the kernel took.
func cpuSeconds() (all, kernel float64) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	user, system := time.Duration(usage.Utime.Nano()), time.Duration(usage.Stime.Nano())
	return (user + system).Seconds(), system.Seconds()
}
