package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// seenRequest is one request that a subgraph got while recording was on.
type seenRequest struct {
	Path     string  `json:"path"`
	Body     string  `json:"body"`
	AtMillis float64 `json:"atMillis"`
}

type subgraphs struct {
	origin   string
	answers  sync.Map // path + body -> []byte
	requests atomic.Int64
	delay    atomic.Int64 // nanoseconds, while recording
	mu       sync.Mutex
	seen     []seenRequest
	started  time.Time
}

// serveSubgraphs answers POSTs at any path from memory. GET /_count gives and resets the number of requests;
// GET /_record?delay=30 starts recording with that delay in milliseconds; GET /_seen gives what was recorded.
func serveSubgraphs(port int, origin string) {
	s := &subgraphs{origin: origin, started: time.Now()}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		fail(err.Error())
	}
	// Whoever started this holds its standard input open, and has ended when that closes.
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Printf("ready on %d\n", listener.Addr().(*net.TCPAddr).Port)
	if err := http.Serve(listener, s); err != nil {
		fail(err.Error())
	}
}

func (s *subgraphs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		s.control(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.requests.Add(1)
	if delay := s.delay.Load(); delay > 0 {
		s.mu.Lock()
		at := float64(time.Since(s.started).Microseconds()) / 1000
		s.seen = append(s.seen, seenRequest{r.URL.Path, string(body), at})
		s.mu.Unlock()
		time.Sleep(time.Duration(delay))
	}
	answer, err := s.answer(r.URL.Path, body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	header := w.Header()
	header["Content-Type"] = []string{"application/json"}
	header["Content-Length"] = []string{strconv.Itoa(len(answer))}
	_, _ = w.Write(answer)
}

func (s *subgraphs) answer(path string, body []byte) ([]byte, error) {
	key := path + string(body)
	if known, ok := s.answers.Load(key); ok {
		return known.([]byte), nil
	}
	response, err := http.Post(s.origin+path, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode == http.StatusOK {
		s.answers.Store(key, answer)
	}
	return answer, err
}

func (s *subgraphs) control(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/_count":
		_ = json.NewEncoder(w).Encode(map[string]int64{"requests": s.requests.Swap(0)})
	case "/_record":
		millis, _ := strconv.Atoi(r.URL.Query().Get("delay"))
		s.mu.Lock()
		s.seen = nil
		s.mu.Unlock()
		s.delay.Store(int64(millis) * int64(time.Millisecond))
	case "/_seen":
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = json.NewEncoder(w).Encode(s.seen)
	default:
		http.NotFound(w, r)
	}
}
