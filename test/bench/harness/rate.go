package main

import (
	"bufio"
	"net"
	"sync"
	"time"
)

// shot is what is sent, where, what must come back, and until when.
type shot struct {
	host     string
	request  []byte
	expected any
	deadline time.Time
}

// line is a connection that is kept between requests.
type line struct {
	connection net.Conn
	reader     *bufio.Reader
	reference  []byte
}

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
		if pause := time.Until(next); pause > 0 {
			time.Sleep(pause)
		}
		select {
		case n := <-free:
			group.Add(1)
			go func() {
				defer group.Done()
				lines[n] = workers[n].shoot(*s, lines[n])
				free <- n
			}()
		default:
			unsent++
		}
	}
	group.Wait()
	workers[0].unsent = unsent
}

// connectAll opens the connections before anything is sent: how fast a server takes new ones is not what is measured.
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
				if connection, err := net.DialTimeout("tcp", host, 5*time.Second); err == nil {
					lines[n] = &line{connection: connection, reader: bufio.NewReaderSize(connection, 16<<10)}
				}
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

// answeredBy counts the answers that came before the deadline: those that come later are no throughput of that time.
func answeredBy(workers []worker) int {
	answered := 0
	for _, w := range workers {
		answered += w.inTime
	}
	return answered
}

// shoot sends one request; it returns the connection where that can be used again.
func (w *worker) shoot(s shot, l *line) *line {
	begun := time.Now()
	if l == nil {
		connection, err := net.Dial("tcp", s.host)
		if err != nil {
			w.failed++
			return nil
		}
		l = &line{connection: connection, reader: bufio.NewReaderSize(connection, 16<<10)}
	}
	_ = l.connection.SetDeadline(begun.Add(30 * time.Second))
	answer, err := exchange(l.connection, l.reader, s.request)
	if err != nil {
		w.failed++
		l.connection.Close()
		return nil
	}
	l.reference = w.note(answer, time.Since(begun), l.reference, s.expected)
	if !answer.refused && time.Now().Before(s.deadline) {
		w.inTime++
	}
	if answer.last {
		l.connection.Close()
		return nil
	}
	return l
}
