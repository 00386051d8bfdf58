//go:build tools

// Package tools pins the proxy that the chaos tests put between processes.
package tools

import _ "github.com/Shopify/toxiproxy/v2/cmd/server"
