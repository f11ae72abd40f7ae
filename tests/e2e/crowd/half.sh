# SPDX-License-Identifier: MIT
# Programs that say half of what they should, or nothing, and stay.
# shellcheck shell=bash disable=SC2154

served '' 'prompt_timeout = 600;'
account carol expired >"$work/out"
account alice allow >"$work/out"
crowd count=100 say=half
check 'half a message: each is closed without a verdict' became closed 100
check 'half a message: at once' at_most "$(figure ms)" 1500
crowd_stays silent count=300 say=nothing
check 'nothing: 300 that say nothing do not delay a login' account bob allow
others_are_served nothing
all_end silent
check 'nothing: they are closed in the end' became closed 300 silent.log
