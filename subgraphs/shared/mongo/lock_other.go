//go:build !unix

package main

// lockFolder does nothing here: SQLite's own locks still keep each file whole.
func lockFolder(string) (unlock func(), err error) {
	return func() {}, nil
}
