// Command harness holds the two parts of a gateway benchmark that must never be what is measured: subgraphs that
// answer from memory, and a load generator. Both are compiled, so that on a small machine the gateway is the slow one.
//
//	harness subgraphs -port P -origin URL   answers a body it has seen from memory, asks the origin for a new one
//	harness load -url URL -body FILE ...    keeps N connections busy and prints one line of JSON; with -rate R it sends
//	                                        R requests a second instead, whether they are answered or not
//	harness attack -url URL -bodies FILE    sends many different bodies as fast as they are answered, whatever the answers
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fail("usage: harness subgraphs|load|attack [flags]")
	}
	name, args := os.Args[1], os.Args[2:]
	flags := flag.NewFlagSet(name, flag.ExitOnError)
	switch name {
	case "subgraphs":
		port := flags.Int("port", 0, "TCP port on 127.0.0.1")
		origin := flags.String("origin", "", "address of the server that executes bodies never seen before")
		_ = flags.Parse(args)
		serveSubgraphs(*port, *origin)
	case "load":
		var o loadOptions
		flags.StringVar(&o.url, "url", "", "address of the gateway")
		flags.StringVar(&o.bodyFile, "body", "", "file with the request body")
		flags.StringVar(&o.expectFile, "expect", "", "file with the data that every answer must hold; none when empty")
		flags.IntVar(&o.connections, "connections", 50, "connections kept busy")
		flags.Float64Var(&o.seconds, "seconds", 10, "how long")
		flags.Float64Var(&o.rate, "rate", 0, "requests a second, whether they are answered or not; 0 waits for each answer")
		_ = flags.Parse(args)
		runLoad(o)
	case "attack":
		var o attackOptions
		flags.StringVar(&o.url, "url", "", "address of the gateway")
		flags.StringVar(&o.bodiesFile, "bodies", "", "file with a JSON array of request bodies")
		flags.StringVar(&o.from, "from", "127.0.0.1", "address of this machine that connections come from")
		flags.IntVar(&o.connections, "connections", 32, "connections kept busy")
		flags.Float64Var(&o.seconds, "seconds", 10, "how long")
		_ = flags.Parse(args)
		runAttack(o)
	default:
		fail("unknown command " + name)
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
