package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"sort"
	"sync"
	"time"
)

type loadOptions struct {
	url, bodyFile, expectFile string
	connections               int
	seconds                   float64
	// Requests a second; 0 keeps the connections busy instead.
	rate float64
}

// loadReport is what a run prints; times in milliseconds.
type loadReport struct {
	Requests int `json:"requests"`
	Failed   int `json:"failed"`
	// Answered with 503, and how long that took.
	Refused    int     `json:"refused"`
	RefusedP99 float64 `json:"refusedP99"`
	RefusedMax float64 `json:"refusedMax"`
	// Requests for which no connection was free, so that they were not sent.
	Unsent  int     `json:"unsent"`
	Wrong   int     `json:"wrong"`
	Seconds float64 `json:"seconds"`
	Rps     float64 `json:"rps"`
	P50     float64 `json:"p50"`
	P99     float64 `json:"p99"`
	Max     float64 `json:"max"`
	Bytes   int     `json:"bytes"`
}

type worker struct {
	latencies, refusals   []time.Duration
	failed, wrong, unsent int
	// Answers, not refusals, before the deadline.
	inTime int
	bytes  int
}

// targetAndFile reads what a run is made of: where it goes, and what is sent there. It ends the program where it cannot.
func targetAndFile(address, file string) (*url.URL, []byte) {
	target, err := url.Parse(address)
	if err != nil {
		fail(err.Error())
	}
	text, err := os.ReadFile(file)
	if err != nil {
		fail(err.Error())
	}
	return target, text
}

// runLoad keeps every connection busy with one request after the other. The first answer is compared with the
// expected data value by value, the others with the first one byte by byte, which costs next to nothing.
func runLoad(o loadOptions) {
	target, body := targetAndFile(o.url, o.bodyFile)
	request := fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: %d\r\n\r\n", target.RequestURI(), target.Host, len(body))
	request = append(request, body...)
	expected := expectedData(o.expectFile)
	deadline := time.Now().Add(time.Duration(o.seconds * float64(time.Second)))
	begun := time.Now()
	workers := make([]worker, o.connections)
	if o.rate > 0 {
		runAtRate(o, workers, &shot{host: target.Host, request: request, expected: expected, deadline: deadline})
		report(workers, time.Since(begun), float64(answeredBy(workers))/o.seconds)
		return
	}
	var group sync.WaitGroup
	for n := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			workers[n].run(target.Host, request, expected, deadline)
		}()
	}
	group.Wait()
	report(workers, time.Since(begun), 0)
}

func expectedData(path string) any {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	var data any
	if err := json.Unmarshal(text, &data); err != nil {
		fail(err.Error())
	}
	return data
}

func (w *worker) run(host string, request []byte, expected any, deadline time.Time) {
	var reference []byte
	for time.Now().Before(deadline) {
		connection, err := net.Dial("tcp", host)
		if err != nil {
			w.failed++
			time.Sleep(10 * time.Millisecond)
			continue
		}
		reader := bufio.NewReaderSize(connection, 256<<10)
		for time.Now().Before(deadline) {
			begun := time.Now()
			_ = connection.SetDeadline(begun.Add(10 * time.Second))
			answer, err := exchange(connection, reader, request)
			if err != nil {
				w.failed++
				break
			}
			reference = w.note(answer, time.Since(begun), reference, expected)
			if answer.last {
				break
			}
		}
		connection.Close()
	}
}

// answer is a whole one; after the last one the server closes the connection.
type answer struct {
	body          []byte
	refused, last bool
}

// note counts an answer; it returns the body that the next one is compared with.
func (w *worker) note(a answer, took time.Duration, reference []byte, expected any) []byte {
	if a.refused {
		w.refusals = append(w.refusals, took)
		return reference
	}
	w.latencies = append(w.latencies, took)
	w.bytes = len(a.body)
	if reference != nil && bytes.Equal(reference, a.body) {
		return reference
	}
	if right(a.body, expected) {
		return a.body
	}
	w.wrong++
	return reference
}

func exchange(connection net.Conn, reader *bufio.Reader, request []byte) (answer, error) {
	if _, err := connection.Write(request); err != nil {
		return answer{}, err
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	refused := response.StatusCode == http.StatusServiceUnavailable
	if err == nil && response.StatusCode != http.StatusOK && !refused {
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	return answer{body, refused, response.Close}, err
}

func right(answer []byte, expected any) bool {
	if expected == nil {
		return true
	}
	var parsed struct {
		Data   any   `json:"data"`
		Errors []any `json:"errors"`
	}
	if json.Unmarshal(answer, &parsed) != nil || len(parsed.Errors) > 0 {
		return false
	}
	return reflect.DeepEqual(parsed.Data, expected)
}

// report prints the figures; a rate of 0 is that over all of the elapsed time.
func report(workers []worker, elapsed time.Duration, rps float64) {
	var all, refusals []time.Duration
	result := loadReport{Seconds: elapsed.Seconds()}
	for _, w := range workers {
		all = append(all, w.latencies...)
		refusals = append(refusals, w.refusals...)
		result.Unsent += w.unsent
		result.Failed += w.failed
		result.Wrong += w.wrong
		result.Bytes = max(result.Bytes, w.bytes)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	sort.Slice(refusals, func(i, j int) bool { return refusals[i] < refusals[j] })
	result.Refused = len(refusals)
	result.RefusedP99, result.RefusedMax = millisAt(refusals, 0.99), millisAt(refusals, 1)
	result.Requests = len(all)
	result.Rps = rps
	if rps == 0 {
		result.Rps = float64(len(all)) / elapsed.Seconds()
	}
	result.P50, result.P99, result.Max = millisAt(all, 0.5), millisAt(all, 0.99), millisAt(all, 1)
	_ = json.NewEncoder(os.Stdout).Encode(result)
}

// millisAt is the value below which that share of the sorted times lies, in milliseconds.
func millisAt(sorted []time.Duration, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[min(len(sorted)-1, int(share*float64(len(sorted))))].Microseconds()) / 1000
}
