package main

import (
	"net"
	"net/http"

	"github.com/gorilla/websocket"

	"opampsupervisor/test/interop/lines"
)

// What the WebSockets alone need: each message is answered with ready bytes, of the size of an answer of the server.
func serveBare([]string) error {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(listener, http.HandlerFunc(answerBare)) }()
	lines.Emit("listening", lines.Event{"port": listener.Addr().(*net.TCPAddr).Port})
	untilInputEnds()
	return nil
}

func answerBare(w http.ResponseWriter, request *http.Request) {
	upgrader := websocket.Upgrader{}
	connection, err := upgrader.Upgrade(w, request, nil)
	if err != nil {
		return
	}
	answer := make([]byte, 19)
	for err == nil {
		if _, _, err = connection.ReadMessage(); err == nil {
			err = connection.WriteMessage(websocket.BinaryMessage, answer)
		}
	}
}
