dist_man_MANS += man/doorwardd.8
dist_man_MANS += man/pam_doorward.8
dist_man_MANS += man/doorward.conf.5
dist_man_MANS += man/doorward-sim.1
dist_man_MANS += man/doorward.1
dist_man_MANS += man/nss_doorward.8
dist_man_MANS += man/doorward-serve.8
