//go:build unix

package main

import (
	"os"
	"syscall"
)

// lockFolder makes sure that one server alone uses a folder. The lock goes with the process, so that none is
// left behind by a crash.
func lockFolder(name string) (unlock func(), err error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}
