package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"sync"

	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/proto"
)

// packages keeps what the library's syncer downloads, in memory. It takes only content with the offered SHA-256.
type packages struct {
	mutex    sync.Mutex
	all      []byte
	states   map[string]types.PackageState
	contents map[string][]byte
	statuses *protobufs.PackageStatuses
}

var _ types.PackagesStateProvider = (*packages)(nil)

func newPackages() *packages {
	return &packages{states: map[string]types.PackageState{}, contents: map[string][]byte{}}
}

func (p *packages) AllPackagesHash() ([]byte, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.all, nil
}

func (p *packages) SetAllPackagesHash(hash []byte) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.all = hash
	return nil
}

func (p *packages) Packages() ([]string, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	names := make([]string, 0, len(p.states))
	for name := range p.states {
		names = append(names, name)
	}
	return names, nil
}

func (p *packages) PackageState(name string) (types.PackageState, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.states[name], nil
}

func (p *packages) SetPackageState(name string, state types.PackageState) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.states[name] = state
	return nil
}

func (p *packages) CreatePackage(name string, kind protobufs.PackageType) error {
	return p.SetPackageState(name, types.PackageState{Exists: true, Type: kind})
}

func (p *packages) FileContentHash(name string) ([]byte, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	content, found := p.contents[name]
	if !found {
		return nil, nil
	}
	hash := sha256.Sum256(content)
	return hash[:], nil
}

func (p *packages) UpdateContent(_ context.Context, name string, data io.Reader, contentHash, _ []byte) error {
	content, err := io.ReadAll(data)
	if err != nil {
		return err
	}
	if hash := sha256.Sum256(content); !bytes.Equal(hash[:], contentHash) {
		return errors.New("the content has another hash than the offer")
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.contents[name] = content
	return nil
}

func (p *packages) DeletePackage(name string) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.states, name)
	delete(p.contents, name)
	return nil
}

func (p *packages) LastReportedStatuses() (*protobufs.PackageStatuses, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.statuses == nil {
		return nil, nil
	}
	return proto.CloneOf(p.statuses), nil
}

func (p *packages) SetLastReportedStatuses(statuses *protobufs.PackageStatuses) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.statuses = proto.CloneOf(statuses)
	return nil
}
