# The command line against the simulator.
dist_check_SCRIPTS += tests/e2e/cli.sh
TESTS += tests/e2e/cli.sh tests/e2e/cli-node
plain_tests += tests/e2e/cli-via
dist_check_SCRIPTS += tests/e2e/cli-node tests/e2e/cli-via
EXTRA_DIST += tests/e2e/cli_node.cjs
check_PROGRAMS += tests/e2e/operation_cases
tests_e2e_operation_cases_SOURCES = tests/e2e/operation_cases.c
tests_e2e_operation_cases_LDADD = libapi.la libbase.la $(CURL_LIBS) $(CRYPTO_LIBS) $(CJSON_LIBS)
EXTRA_DIST += \
	tests/e2e/cli/allthenticate.sh \
	tests/e2e/cli/connections.sh \
	tests/e2e/cli/explain.sh \
	tests/e2e/cli/faults.sh \
	tests/e2e/cli/formats.sh \
	tests/e2e/cli/host.sh \
	tests/e2e/cli/completion.sh \
	tests/e2e/cli/import.sh \
	tests/e2e/cli/migrate.sh \
	tests/e2e/cli/operations.sh \
	tests/e2e/cli/people.sh \
	tests/e2e/cli/read.sh \
	tests/e2e/cli/secrets.sh \
	tests/e2e/cli/sentinelone.sh \
	tests/e2e/cli/words.sh \
	tests/e2e/cli/write.sh
EXTRA_DIST += \
	tests/golden/cli_cards.txt \
	tests/golden/cli_kinds.txt \
	tests/golden/cli_explain.txt \
	tests/golden/cli_get_csv.txt \
	tests/golden/cli_get_full.txt \
	tests/golden/cli_get_json.txt \
	tests/golden/cli_get_jsonl.txt \
	tests/golden/cli_get_table.txt \
	tests/golden/cli_get_tsv.txt \
	tests/golden/cli_help.txt \
	tests/golden/cli_help_bypass_create.txt \
	tests/golden/cli_help_listusers.txt \
	tests/golden/cli_hostile_csv.txt \
	tests/golden/cli_hostile_json.txt \
	tests/golden/cli_hostile_jsonl.txt \
	tests/golden/cli_hostile_table.txt \
	tests/golden/cli_hostile_tsv.txt \
	tests/golden/cli_list_csv.txt \
	tests/golden/cli_list_json.txt \
	tests/golden/cli_list_jsonl.txt \
	tests/golden/cli_list_table.txt \
	tests/golden/cli_list_tsv.txt \
	tests/golden/cli_migrate.txt \
	tests/golden/cli_plain.txt \
	tests/golden/cli_sentinelone_card.txt \
	tests/golden/cli_terminal.txt
