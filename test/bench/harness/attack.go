package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

type attackOptions struct {
	url, bodiesFile, from string
	connections           int
	seconds               float64
}

// attackReport is what an attack prints: answers by their status, and how many connections were cut off.
type attackReport struct {
	Requests  int64            `json:"requests"`
	Statuses  map[string]int64 `json:"statuses"`
	Cut       int64            `json:"cut"`
	LongestMs float64          `json:"longestMs"`
}

// unique stands in a body for a number that no other request has, so that nothing can be remembered of it.
var unique = []byte("NNNNNNNNNN")

type attack struct {
	options attackOptions
	host    string
	head    string
	bodies  []string
	sent    atomic.Int64
	mu      sync.Mutex
	report  attackReport
}

// runAttack sends the bodies in turn over every connection, and opens another one where the server closes it.
func runAttack(o attackOptions) {
	target, text := targetAndFile(o.url, o.bodiesFile)
	a := &attack{options: o, host: target.Host, report: attackReport{Statuses: map[string]int64{}}}
	if err := json.Unmarshal(text, &a.bodies); err != nil || len(a.bodies) == 0 {
		fail("the bodies are a JSON array of texts")
	}
	a.head = fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: ", target.RequestURI(), target.Host)
	deadline := time.Now().Add(time.Duration(o.seconds * float64(time.Second)))
	var group sync.WaitGroup
	for range o.connections {
		group.Add(1)
		go func() {
			defer group.Done()
			for time.Now().Before(deadline) {
				if !a.overOneConnection(deadline) {
					time.Sleep(5 * time.Millisecond)
				}
			}
		}()
	}
	group.Wait()
	_ = json.NewEncoder(os.Stdout).Encode(a.report)
}

// overOneConnection goes on until the server or the deadline ends it; false where no connection could be had.
func (a *attack) overOneConnection(deadline time.Time) bool {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(a.options.from)}, Timeout: 5 * time.Second}
	connection, err := dialer.Dial("tcp", a.host)
	if err != nil {
		a.note("no connection", 0)
		return false
	}
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 64<<10)
	for time.Now().Before(deadline) {
		number := a.sent.Add(1)
		body := a.bodies[number%int64(len(a.bodies))]
		text := bytes.ReplaceAll([]byte(body), unique, fmt.Appendf(nil, "N%09d", number))
		begun := time.Now()
		_ = connection.SetDeadline(begun.Add(30 * time.Second))
		message := append(fmt.Appendf(nil, "%s%d\r\n\r\n", a.head, len(text)), text...)
		if _, err := connection.Write(message); err != nil {
			a.note("cut", time.Since(begun))
			return true
		}
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			a.note("cut", time.Since(begun))
			return true
		}
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		a.note(fmt.Sprint(response.StatusCode), time.Since(begun))
		if err != nil || response.Close {
			return true
		}
	}
	return true
}

func (a *attack) note(what string, took time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if what == "cut" {
		a.report.Cut++
	} else {
		a.report.Statuses[what]++
	}
	a.report.Requests++
	a.report.LongestMs = max(a.report.LongestMs, float64(took.Microseconds())/1000)
}
