# The MCP adapter against the simulator: bytes, and the public suite and clients from npm.
mcp_tests = tests/mcp/conformance tests/mcp/http tests/mcp/stdio
plain_tests += tests/mcp/conformance
TESTS += tests/mcp/http tests/mcp/stdio
dist_check_SCRIPTS += $(mcp_tests)
EXTRA_DIST += \
	tests/mcp/auth_proxy.mjs \
	tests/mcp/baseline-2025-11-25.yml \
	tests/mcp/baseline-2026-07-28.yml \
	tests/mcp/bytes.mjs \
	tests/mcp/calls.mjs \
	tests/mcp/clients.mjs \
	tests/mcp/harness.mjs \
	tests/mcp/lib.sh \
	tests/mcp/node/package-lock.json \
	tests/mcp/node/package.json \
	tests/mcp/outages.mjs \
	tests/mcp/rules.mjs

clean-local: clean-mcp-modules
.PHONY: clean-mcp-modules
clean-mcp-modules:
	rm -rf tests/mcp/modules
