package main

import (
	"net/http"
	"sync"

	"github.com/open-telemetry/opamp-go/server/types"
)

// A refusal of one request; status 0 breaks the connection off without an answer.
type refusal struct {
	status  int
	headers map[string]string
}

// The door lets requests in, or refuses them as it was told: the next ones, those without authorization, or all.
type door struct {
	authorization string
	busy          bool

	mutex    sync.Mutex
	requests int
	refusals []refusal
}

func (d *door) refuseNext(r refusal) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.refusals = append(d.refusals, r)
}

// enter counts the request from 1, and says how it is to be refused, if it is.
func (d *door) enter(request *http.Request) (int, *refusal) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.requests++
	if d.busy {
		return d.requests, &refusal{status: http.StatusServiceUnavailable}
	}
	if d.authorization != "" && request.Header.Get("Authorization") != d.authorization {
		return d.requests, &refusal{status: http.StatusUnauthorized}
	}
	if len(d.refusals) == 0 {
		return d.requests, nil
	}
	next := d.refusals[0]
	d.refusals = d.refusals[1:]
	return d.requests, &next
}

func (r *refusal) response() types.ConnectionResponse {
	if r.status == 0 {
		panic(http.ErrAbortHandler)
	}
	return types.ConnectionResponse{HTTPStatusCode: r.status, HTTPResponseHeader: r.headers}
}
