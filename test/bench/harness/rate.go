package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// shot is what is sent, where, what must come back, and until when.
type shot struct {
	host     string
	request  []byte
	expected any
	deadline time.Time
	// The answer that was found right last. One for all connections: each would compare its own first answer value by value.
	reference atomic.Pointer[[]byte]
}

// line is a connection that is kept between requests.
type line struct {
	connection net.Conn
	reader     *bufio.Reader
}

// Whole answers are read into these, not into one of each connection: thousands are open and few are read at once.
var bodies = sync.Pool{New: func() any { return new([]byte) }}

// As many requests as are due are sent at once, so often: to wake up for each costs more than to send it.
const tick = time.Millisecond

// runAtRate sends requests at even intervals for as long as the deadline is away, whether the ones before are answered
// or not, each over one of the connections that is free. A worker stands for one connection.
func runAtRate(o loadOptions, workers []worker, s *shot) {
	free := make(chan int, len(workers))
	for n := range workers {
		free <- n
	}
	lines := connectAll(s.host, len(workers))
	s.deadline = time.Now().Add(time.Duration(o.seconds * float64(time.Second)))
	var group sync.WaitGroup
	interval := time.Duration(float64(time.Second) / o.rate)
	unsent := 0
	for next := time.Now(); next.Before(s.deadline); next = next.Add(interval) {
		if time.Until(next) > 0 {
			time.Sleep(tick)
		}
		select {
		case n := <-free:
			group.Add(1)
			go func() {
				defer group.Done()
				lines[n] = workers[n].shoot(s, lines[n])
				free <- n
			}()
		default:
			unsent++
		}
	}
	group.Wait()
	workers[0].unsent = unsent
}

func newLine(connection net.Conn) *line {
	return &line{connection, bufio.NewReaderSize(connection, 4<<10)}
}

// connectAll opens the connections before anything is measured, and waits until each has brought one answer: that the
// system has opened one does not mean that the server has taken it, and how fast it takes new ones is another question.
// One that cannot be opened is opened by its first request.
func connectAll(host string, count int) []*line {
	lines := make([]*line, count)
	turns := make(chan int)
	var group sync.WaitGroup
	for range 32 {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := range turns {
				lines[n] = connect(host)
			}
		}()
	}
	for n := range lines {
		turns <- n
	}
	close(turns)
	group.Wait()
	return lines
}

// connect opens one connection that the server has taken; nil where that fails.
func connect(host string) *line {
	connection, err := net.DialTimeout("tcp", host, 5*time.Second)
	if err != nil {
		return nil
	}
	l := newLine(connection)
	_ = connection.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err = fmt.Fprintf(connection, "GET /health HTTP/1.1\r\nHost: %s\r\n\r\n", host); err == nil {
		_, _, err = readAnswer(l.reader, nil)
	}
	if err != nil {
		connection.Close()
		return nil
	}
	return l
}

// answeredBy counts the answers that came before the deadline: those that come later are no throughput of that time.
func answeredBy(workers []worker) int {
	answered := 0
	for _, w := range workers {
		answered += w.inTime
	}
	return answered
}

// shoot sends one request; it returns the connection where that can be used again.
func (w *worker) shoot(s *shot, l *line) *line {
	begun := time.Now()
	if l == nil {
		connection, err := net.Dial("tcp", s.host)
		if err != nil {
			w.failed++
			return nil
		}
		l = newLine(connection)
	}
	_ = l.connection.SetDeadline(begun.Add(30 * time.Second))
	buffer := bodies.Get().(*[]byte)
	defer bodies.Put(buffer)
	_, err := l.connection.Write(s.request)
	var given answer
	if err == nil {
		given, *buffer, err = readAnswer(l.reader, *buffer)
	}
	if err != nil {
		w.failed++
		l.connection.Close()
		return nil
	}
	w.judge(s, given, time.Since(begun))
	if given.last {
		l.connection.Close()
		return nil
	}
	return l
}

// judge counts an answer, as note does, against what all connections have seen.
func (w *worker) judge(s *shot, given answer, took time.Duration) {
	if given.refused {
		w.refusals = append(w.refusals, took)
		return
	}
	w.latencies = append(w.latencies, took)
	w.bytes = len(given.body)
	if time.Now().Before(s.deadline) {
		w.inTime++
	}
	if reference := s.reference.Load(); reference != nil && bytes.Equal(*reference, given.body) {
		return
	}
	if !right(given.body, s.expected) {
		w.wrong++
		return
	}
	kept := bytes.Clone(given.body)
	s.reference.Store(&kept)
}
