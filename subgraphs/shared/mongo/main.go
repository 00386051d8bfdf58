// Command lienthong-mongo is the database server that a department gets on a machine without MongoDB:
// FerretDB, which speaks MongoDB's wire protocol, on SQLite files in one folder.
//
// It listens on the loopback interface only, sends nothing anywhere, and has no users: it serves a
// demonstration and the tests. It ends on SIGTERM, on Ctrl-C and, with -lifeline, as soon as its standard input
// is closed, which the operating system does when the process that started it dies in whatever way.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/FerretDB/FerretDB/build/version"
	"github.com/FerretDB/FerretDB/ferretdb"
)

const ferretdbModule = "github.com/FerretDB/FerretDB"

// Clients keep idle connections open, and FerretDB waits for them when it is told to stop. Every write is on
// disk before it is acknowledged, so that nothing is lost by not waiting longer.
const shutdownGrace = 300 * time.Millisecond

type options struct {
	port     int
	folder   string
	lifeline bool
}

func main() {
	var o options
	flag.IntVar(&o.port, "port", 0, "TCP port on 127.0.0.1; 0 takes a free one")
	flag.StringVar(&o.folder, "data", "", "folder of the database files, made where it is missing")
	flag.BoolVar(&o.lifeline, "lifeline", false, "stop when standard input is closed")
	flag.Parse()
	if err := serve(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(o options) error {
	if o.folder == "" {
		return fmt.Errorf("-data is missing: the folder of the database files")
	}
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return err
	}
	// FerretDB takes the folder as a URL and does not escape it; from inside, its name cannot do harm.
	if err := os.Chdir(o.folder); err != nil {
		return err
	}
	unlock, err := lockFolder("server.lock")
	if err != nil {
		return fmt.Errorf("another server uses the data folder %s", o.folder)
	}
	defer unlock()

	tellVersion()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: fmt.Sprintf("127.0.0.1:%d", o.port)},
		Handler:   "sqlite",
		SQLiteURL: "file:./",
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if o.lifeline {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	// The starter waits for this line and reads the address from it.
	fmt.Printf("ready %s\n", server.MongoDBURI())
	return waitForEnd(ctx, ended)
}

// tellVersion puts the version that go.mod pins into the answer to `buildInfo`, where FerretDB as a library says
// "unknown", so that a client can say which engine it talks to.
func tellVersion() {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	for _, module := range build.Deps {
		if module.Path == ferretdbModule {
			version.Get().Version = module.Version
		}
	}
}

func waitForEnd(ctx context.Context, ended <-chan error) error {
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(shutdownGrace):
		return nil
	}
}
