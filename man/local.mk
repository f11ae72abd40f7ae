dist_man_MANS += man/doorwardd.8
dist_man_MANS += man/pam_doorward.8
