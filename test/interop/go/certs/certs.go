// Package certs makes TLS configurations of what a test gives as PEM.
package certs

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
)

// PEM is the material of one end. CA is whom it trusts: without one a server asks for no client certificate.
type PEM struct {
	Cert string `json:"cert"`
	Key  string `json:"key"`
	CA   string `json:"ca"`
}

// Server is nil, plain text, where there is no material.
func Server(material *PEM) (*tls.Config, error) {
	if material == nil {
		return nil, nil
	}
	config, err := own(material)
	if err != nil || material.CA == "" {
		return config, err
	}
	config.ClientCAs, err = pool(material.CA)
	config.ClientAuth = tls.RequireAndVerifyClientCert
	return config, err
}

// Client is nil where there is no material.
func Client(material *PEM) (*tls.Config, error) {
	if material == nil {
		return nil, nil
	}
	config, err := own(material)
	if err != nil {
		return nil, err
	}
	config.RootCAs, err = pool(material.CA)
	return config, err
}

func own(material *PEM) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if material.Cert == "" {
		return config, nil
	}
	pair, err := tls.X509KeyPair([]byte(material.Cert), []byte(material.Key))
	config.Certificates = []tls.Certificate{pair}
	return config, err
}

func pool(pem string) (*x509.CertPool, error) {
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM([]byte(pem)) {
		return nil, errors.New("ca holds no certificate in PEM")
	}
	return authorities, nil
}
