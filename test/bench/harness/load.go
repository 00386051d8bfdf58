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
}

// loadReport is what a run prints; times in milliseconds.
type loadReport struct {
	Requests int     `json:"requests"`
	Failed   int     `json:"failed"`
	Wrong    int     `json:"wrong"`
	Seconds  float64 `json:"seconds"`
	Rps      float64 `json:"rps"`
	P50      float64 `json:"p50"`
	P99      float64 `json:"p99"`
	Max      float64 `json:"max"`
	Bytes    int     `json:"bytes"`
}

type worker struct {
	latencies     []time.Duration
	failed, wrong int
	bytes         int
}

// runLoad keeps every connection busy with one request after the other. The first answer is compared with the
// expected data value by value, the others with the first one byte by byte, which costs next to nothing.
func runLoad(o loadOptions) {
	target, err := url.Parse(o.url)
	if err != nil {
		fail(err.Error())
	}
	body, err := os.ReadFile(o.bodyFile)
	if err != nil {
		fail(err.Error())
	}
	request := fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: %d\r\n\r\n", target.RequestURI(), target.Host, len(body))
	request = append(request, body...)
	expected := expectedData(o.expectFile)
	deadline := time.Now().Add(time.Duration(o.seconds * float64(time.Second)))
	begun := time.Now()
	workers := make([]worker, o.connections)
	var group sync.WaitGroup
	for n := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			workers[n].run(target.Host, request, expected, deadline)
		}()
	}
	group.Wait()
	report(workers, time.Since(begun))
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
			w.latencies = append(w.latencies, time.Since(begun))
			w.bytes = len(answer)
			if reference != nil && bytes.Equal(reference, answer) {
				continue
			}
			if right(answer, expected) {
				reference = answer
			} else {
				w.wrong++
			}
		}
		connection.Close()
	}
}

func exchange(connection net.Conn, reader *bufio.Reader, request []byte) ([]byte, error) {
	if _, err := connection.Write(request); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	return answer, err
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

func report(workers []worker, elapsed time.Duration) {
	var all []time.Duration
	result := loadReport{Seconds: elapsed.Seconds()}
	for _, w := range workers {
		all = append(all, w.latencies...)
		result.Failed += w.failed
		result.Wrong += w.wrong
		result.Bytes = max(result.Bytes, w.bytes)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	result.Requests = len(all)
	result.Rps = float64(len(all)) / elapsed.Seconds()
	if len(all) > 0 {
		millis := func(share float64) float64 {
			return float64(all[min(len(all)-1, int(share*float64(len(all))))].Microseconds()) / 1000
		}
		result.P50, result.P99, result.Max = millis(0.5), millis(0.99), millis(1)
	}
	_ = json.NewEncoder(os.Stdout).Encode(result)
}
