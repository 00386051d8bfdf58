package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

var (
	contentLength   = []byte("content-length:")
	connectionClose = []byte("connection: close")
	notAnAnswer     = errors.New("not an answer of HTTP/1.1 with its length")
)

// readAnswer reads one answer into buffer and returns it with the buffer, which may have grown. It takes only answers
// with a length, and of the head only what a load generator needs: beside thousands of answers a second, reading them
// properly would take the processor from the server that is measured.
func readAnswer(reader *bufio.Reader, buffer []byte) (answer, []byte, error) {
	status, err := statusOf(reader)
	if err != nil {
		return answer{}, buffer, err
	}
	length, last := -1, false
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return answer{}, buffer, err
		}
		if len(line) <= 2 {
			break
		}
		switch {
		case startsWith(line, contentLength):
			length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(contentLength):])))
			if err != nil {
				return answer{}, buffer, notAnAnswer
			}
		case startsWith(line, connectionClose):
			last = true
		}
	}
	if length < 0 {
		return answer{}, buffer, notAnAnswer
	}
	if cap(buffer) < length {
		buffer = make([]byte, length)
	}
	body := buffer[:length]
	if _, err := io.ReadFull(reader, body); err != nil {
		return answer{}, buffer, err
	}
	refused := status == http.StatusServiceUnavailable
	if status != http.StatusOK && !refused {
		return answer{}, buffer, fmt.Errorf("status %d", status)
	}
	return answer{body, refused, last}, buffer, nil
}

func statusOf(reader *bufio.Reader) (int, error) {
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, notAnAnswer
	}
	return strconv.Atoi(string(line[9:12]))
}

func startsWith(line, name []byte) bool {
	return len(line) >= len(name) && bytes.EqualFold(line[:len(name)], name)
}
