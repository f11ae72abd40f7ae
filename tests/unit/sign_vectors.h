/* SPDX-License-Identifier: MIT */
/* Signatures that Duo's own client libraries agree upon, and some more in the same manner:
 * names that start with "derived." have two independent implementations behind them. */
static const struct vector vectors[] = {
	{
		.name = "py.zero_params",
		.kind = PARAMS_LINE,
		.line = "",
	},
	{
		.name = "py.one_param",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "realname", "First Last" } },
		.pair_count = 1,
		.line = "realname=First%20Last",
	},
	{
		.name = "py.two_params",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "username", "root" },
			{ "realname", "First Last" } },
		.pair_count = 2,
		.line = "realname=First%20Last&username=root",
	},
	{
		.name = "py.bool_true_int",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "words", "First Last" },
			{ "success", "true" },
			{ "digit", "5" } },
		.pair_count = 3,
		.line = "digit=5&success=true&words=First%20Last",
	},
	{
		.name = "py.bool_false_int",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "words", "First Last" },
			{ "success", "false" },
			{ "digit", "5" } },
		.pair_count = 3,
		.line = "digit=5&success=false&words=First%20Last",
	},
	{
		.name = "py.printable_ascii",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "digits", "0123456789" },
			{ "letters", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" },
			{ "punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" },
			{ "whitespace",
				"\t\n"
				"\v\f\r " } },
		.pair_count = 4,
		.line =
			"digits=0123456789&letters=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
			"STUVWXYZ&punctuation=%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F%3A%3B%3"
			"C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~&whitespace=%09%0A%0B%0C%0D%20",
	},
	{
		.name = "py.unicode_values",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "bar", "⠕ꪣ㟏䮷㛩찅暎腢슽ꇱ" },
			{ "baz", "ෳ蒽噩馅뢤갺篧潩鍊뤜" },
			{ "foo", "퓎훖礸僀訠輕ﴋ耤岳왕" },
			{ "qux", "讗졆-芎茚쳊ꋔ谾뢲馾" } },
		.pair_count = 4,
		.line =
			"bar=%E2%A0%95%EA%AA%A3%E3%9F%8F%E4%AE%B7%E3%9B%A9%EC%B0%85%E6%9A%8E%E8"
			"%85%A2%EC%8A%BD%EA%87%B1&baz=%E0%B7%B3%E8%92%BD%E5%99%A9%E9%A6%85%EB%A"
			"2%A4%EA%B0%BA%E7%AF%A7%E6%BD%A9%E9%8D%8A%EB%A4%9C&foo=%ED%93%8E%ED%9B%"
			"96%E7%A4%B8%E5%83%80%E8%A8%A0%E8%BC%95%EF%B4%8B%E8%80%A4%E5%B2%B3%EC%9"
			"9%95&qux=%E8%AE%97%EC%A1%86-%E8%8A%8E%E8%8C%9A%EC%B3%8A%EA%8B%94%E8%B0"
			"%BE%EB%A2%B2%E9%A6%BE",
	},
	{
		.name = "py.unicode_keys_values",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.line =
			"%E4%9A%9A%E2%A1%BB%E3%97%90%E8%BB%B3%E6%9C%A7%E5%80%AA%E0%A0%90%ED%82%"
			"91%C3%88%EC%85%B0=%E0%BD%85%E1%A9%B6%E3%90%9A%E6%95%8C%EC%88%BF%E9%AC%"
			"89%EA%AF%A2%E8%8D%83%E1%AC%A7%E6%83%90&%E7%91%89%E7%B9%8B%EC%B3%BB%E5%"
			"A7%BF%EF%B9%9F%E8%8E%B7%EA%B7%8C%E9%80%8C%EC%BF%91%E7%A0%93=%E8%B6%B7%"
			"E5%80%A2%E9%8B%93%E4%8B%AF%E2%81%BD%E8%9C%B0%EA%B3%BE%E5%98%97%E0%A5%8"
			"6%E4%B8%B0&%E7%91%B0%E9%8C%94%E9%80%9C%E9%BA%AE%E4%83%98%E4%88%81%E8%8"
			"B%98%E8%B1%B0%E1%B4%B1%EA%81%82=%E1%9F%99%E0%AE%A8%E9%8D%98%EA%AB%9F%E"
			"A%90%AA%E4%A2%BE%EF%AE%96%E6%BF%A9%EB%9F%BF%E3%8B%B3&%EC%8B%85%E2%B0%9"
			"D%E2%98%A0%E3%98%97%E9%9A%B3F%E8%98%85%E2%83%A8%EA%B0%A1%E5%A4%B4=%EF%"
			"AE%A9%E4%86%AA%EB%B6%83%E8%90%8B%E2%98%95%E3%B9%AE%E6%94%AD%EA%A2%B5%E"
			"D%95%ABU",
	},
	{
		.name = "py.common_prefix",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "foo_bar", "2" },
			{ "foo", "1" } },
		.pair_count = 2,
		.line = "foo=1&foo_bar=2",
	},
	{
		.name = "node.repeating_ascii",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" },
			{ "again", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" } },
		.pair_count = 2,
		.line =
			"again=%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5"
			"B%5C%5D%5E_%60%7B%7C%7D~&punctuation=%21%22%23%24%25%26%27%28%29%2A%2B"
			"%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~",
	},
	{
		.name = "node.real_world_prefix",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "ip_whitelist_enroll_policy", "2" },
			{ "ip_whitelist", "1" } },
		.pair_count = 2,
		.line = "ip_whitelist=1&ip_whitelist_enroll_policy=2",
	},
	{
		.name = "go.repeated_key",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "username", "H ell?o" },
			{ "password", "H-._~i" },
			{ "password", "A(!'*)" } },
		.pair_count = 3,
		.line = "password=A%28%21%27%2A%29&password=H-._~i&username=H%20ell%3Fo",
	},
	{
		.name = "ruby.array",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "realname", "First" },
			{ "realname", "Last" },
			{ "something", "test" } },
		.pair_count = 3,
		.line = "realname=First&realname=Last&something=test",
	},
	{
		.name = "ruby.paging",
		.kind = PARAMS_LINE,
		.pairs = {
			{ "limit", "100" },
			{ "offset", "0" } },
		.pair_count = 2,
		.line = "limit=100&offset=0",
	},
	{
		.name = "csharp.next_offset_repeat",
		.kind = PARAMS_LINE,
		.keep_order = true,
		.pairs = {
			{ "foo", "1" },
			{ "next_offset", "fjaewoifjew" },
			{ "next_offset", "473891274832917498" } },
		.pair_count = 3,
		.line = "foo=1&next_offset=fjaewoifjew&next_offset=473891274832917498",
	},
	{
		.name = "py.canon_v1",
		.kind = REQUEST,
		.version = 1,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.canonical =
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"%E4%9A%9A%E2%A1%BB%E3%97%90%E8%BB%B3%E6%9C%A7%E5%80%AA%E0%A0%90%ED%82%"
			"91%C3%88%EC%85%B0=%E0%BD%85%E1%A9%B6%E3%90%9A%E6%95%8C%EC%88%BF%E9%AC%"
			"89%EA%AF%A2%E8%8D%83%E1%AC%A7%E6%83%90&%E7%91%89%E7%B9%8B%EC%B3%BB%E5%"
			"A7%BF%EF%B9%9F%E8%8E%B7%EA%B7%8C%E9%80%8C%EC%BF%91%E7%A0%93=%E8%B6%B7%"
			"E5%80%A2%E9%8B%93%E4%8B%AF%E2%81%BD%E8%9C%B0%EA%B3%BE%E5%98%97%E0%A5%8"
			"6%E4%B8%B0&%E7%91%B0%E9%8C%94%E9%80%9C%E9%BA%AE%E4%83%98%E4%88%81%E8%8"
			"B%98%E8%B1%B0%E1%B4%B1%EA%81%82=%E1%9F%99%E0%AE%A8%E9%8D%98%EA%AB%9F%E"
			"A%90%AA%E4%A2%BE%EF%AE%96%E6%BF%A9%EB%9F%BF%E3%8B%B3&%EC%8B%85%E2%B0%9"
			"D%E2%98%A0%E3%98%97%E9%9A%B3F%E8%98%85%E2%83%A8%EA%B0%A1%E5%A4%B4=%EF%"
			"AE%A9%E4%86%AA%EB%B6%83%E8%90%8B%E2%98%95%E3%B9%AE%E6%94%AD%EA%A2%B5%E"
			"D%95%ABU",
	},
	{
		.name = "py.canon_v2",
		.kind = REQUEST,
		.version = 2,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"%E4%9A%9A%E2%A1%BB%E3%97%90%E8%BB%B3%E6%9C%A7%E5%80%AA%E0%A0%90%ED%82%"
			"91%C3%88%EC%85%B0=%E0%BD%85%E1%A9%B6%E3%90%9A%E6%95%8C%EC%88%BF%E9%AC%"
			"89%EA%AF%A2%E8%8D%83%E1%AC%A7%E6%83%90&%E7%91%89%E7%B9%8B%EC%B3%BB%E5%"
			"A7%BF%EF%B9%9F%E8%8E%B7%EA%B7%8C%E9%80%8C%EC%BF%91%E7%A0%93=%E8%B6%B7%"
			"E5%80%A2%E9%8B%93%E4%8B%AF%E2%81%BD%E8%9C%B0%EA%B3%BE%E5%98%97%E0%A5%8"
			"6%E4%B8%B0&%E7%91%B0%E9%8C%94%E9%80%9C%E9%BA%AE%E4%83%98%E4%88%81%E8%8"
			"B%98%E8%B1%B0%E1%B4%B1%EA%81%82=%E1%9F%99%E0%AE%A8%E9%8D%98%EA%AB%9F%E"
			"A%90%AA%E4%A2%BE%EF%AE%96%E6%BF%A9%EB%9F%BF%E3%8B%B3&%EC%8B%85%E2%B0%9"
			"D%E2%98%A0%E3%98%97%E9%9A%B3F%E8%98%85%E2%83%A8%EA%B0%A1%E5%A4%B4=%EF%"
			"AE%A9%E4%86%AA%EB%B6%83%E8%90%8B%E2%98%95%E3%B9%AE%E6%94%AD%EA%A2%B5%E"
			"D%95%ABU",
	},
	{
		.name = "py.canon_v4_json",
		.kind = REQUEST,
		.version = 4,
		.method = "POST",
		.host = "foO.BaR52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Tue, 04 Jul 2017 14:12:00",
		.body =
			"{\"alpha\":[\"a\",\"b\",\"c\",\"d\"],\"data\":\"abc123\",\"info\":{\"a"
			"nother\":2,\"test\":1}}",
		.canonical =
			"Tue, 04 Jul 2017 14:12:00\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"c30ca4ffc7fe4272aa6ae7a3c94cf71c11ed8ae7aaa32e81a401a59f1cef0866ccb023"
			"04380cdc48a813b1566c457653fa62736022f0cfeadcec8cd7c6233480",
	},
	{
		.name = "py.canon_v5_json_one_header",
		.kind = REQUEST,
		.version = 5,
		.method = "POST",
		.host = "foO.BaR52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Tue, 17 Nov 2020 14:12:00",
		.body =
			"{\"alpha\":[\"a\",\"b\",\"c\",\"d\"],\"data\":\"abc123\",\"info\":{\"a"
			"nother\":2,\"test\":1}}",
		.headers = {
			{ "X-Duo-Header-1", "header_value_1" } },
		.header_count = 1,
		.canonical =
			"Tue, 17 Nov 2020 14:12:00\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"c30ca4ffc7fe4272aa6ae7a3c94cf71c11ed8ae7aaa32e81a401a59f1cef0866ccb023"
			"04380cdc48a813b1566c457653fa62736022f0cfeadcec8cd7c6233480\n"
			"630b4bfe7e9abd03da2eee8f0a5d4e60a254ec880a839bcc2223bb5b9443e8ef24d58f"
			"0254f1f5934bf8c017ebd0fd5b1acf86766bdbe74185e712a4092df3ed",
	},
	{
		.name = "py.canon_v5_json_two_headers",
		.kind = REQUEST,
		.version = 5,
		.method = "POST",
		.host = "foO.BaR52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Tue, 17 Nov 2020 14:12:00",
		.body =
			"{\"alpha\":[\"a\",\"b\",\"c\",\"d\"],\"data\":\"abc123\",\"info\":{\"a"
			"nother\":2,\"test\":1}}",
		.headers = {
			{ "x-duo-A", "header_value_1" },
			{ "X-Duo-B", "header_value_2" } },
		.header_count = 2,
		.canonical =
			"Tue, 17 Nov 2020 14:12:00\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"c30ca4ffc7fe4272aa6ae7a3c94cf71c11ed8ae7aaa32e81a401a59f1cef0866ccb023"
			"04380cdc48a813b1566c457653fa62736022f0cfeadcec8cd7c6233480\n"
			"60be11a30e0756f2ee2afdce1db849b987dcf86c1133394bd7bbbc9877920330c4d78a"
			"ceacbb377ab8cbd9a8efe6a410fed4047376635ac71226ab46ca10d2b1",
	},
	{
		.name = "py.sign_v2_sha1",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA1,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.ikey = "test_ikey",
		.skey = "gtdfxv9YgVBYcF6dl2Eq17KUQJN2PLM2ODVTkvoT",
		.signature = "f01811cbbf9561623ab45b893096267fd46a5178",
	},
	{
		.name = "py.sign_v2_sha512",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.ikey = "test_ikey",
		.skey = "gtdfxv9YgVBYcF6dl2Eq17KUQJN2PLM2ODVTkvoT",
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"%E4%9A%9A%E2%A1%BB%E3%97%90%E8%BB%B3%E6%9C%A7%E5%80%AA%E0%A0%90%ED%82%"
			"91%C3%88%EC%85%B0=%E0%BD%85%E1%A9%B6%E3%90%9A%E6%95%8C%EC%88%BF%E9%AC%"
			"89%EA%AF%A2%E8%8D%83%E1%AC%A7%E6%83%90&%E7%91%89%E7%B9%8B%EC%B3%BB%E5%"
			"A7%BF%EF%B9%9F%E8%8E%B7%EA%B7%8C%E9%80%8C%EC%BF%91%E7%A0%93=%E8%B6%B7%"
			"E5%80%A2%E9%8B%93%E4%8B%AF%E2%81%BD%E8%9C%B0%EA%B3%BE%E5%98%97%E0%A5%8"
			"6%E4%B8%B0&%E7%91%B0%E9%8C%94%E9%80%9C%E9%BA%AE%E4%83%98%E4%88%81%E8%8"
			"B%98%E8%B1%B0%E1%B4%B1%EA%81%82=%E1%9F%99%E0%AE%A8%E9%8D%98%EA%AB%9F%E"
			"A%90%AA%E4%A2%BE%EF%AE%96%E6%BF%A9%EB%9F%BF%E3%8B%B3&%EC%8B%85%E2%B0%9"
			"D%E2%98%A0%E3%98%97%E9%9A%B3F%E8%98%85%E2%83%A8%EA%B0%A1%E5%A4%B4=%EF%"
			"AE%A9%E4%86%AA%EB%B6%83%E8%90%8B%E2%98%95%E3%B9%AE%E6%94%AD%EA%A2%B5%E"
			"D%95%ABU",
		.signature =
			"0508065035a03b2a1de2f453e629e791d180329e157f65df6b3e0f08299d4321e1c5c7"
			"a7c7ee6b9e5fc80d1fb6fbf3ad5eb7c44dd3b3985a02c37aca53ec3698",
	},
	{
		.name = "go.sign_v2_sha512",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-XXXXXXXX.duosecurity.com",
		.path = "/accounts/v1/account/list",
		.date = "Tue, 21 Aug 2012 17:29:18 -0000",
		.pairs = {
			{ "realname", "First Last" },
			{ "username", "root" } },
		.pair_count = 2,
		.ikey = "DIWJ8X6AEYOR5OMC6TQ1",
		.skey = "Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep",
		.signature =
			"1bffb8924348f7db7da9e7d7d749ded93aafd02d8e904960da7b96c57510220185a64a"
			"2827ee8f24ac5d30802a9ee97e59de44b304b18242f0d596d15a8122af",
		.authorization =
			"Basic RElXSjhYNkFFWU9SNU9NQzZUUTE6MWJmZmI4OTI0MzQ4ZjdkYjdkYTllN2Q3ZDc0"
			"OWRlZDkzYWFmZDAyZDhlOTA0OTYwZGE3Yjk2YzU3NTEwMjIwMTg1YTY0YTI4MjdlZThmMj"
			"RhYzVkMzA4MDJhOWVlOTdlNTlkZTQ0YjMwNGIxODI0MmYwZDU5NmQxNWE4MTIyYWY=",
	},
	{
		.name = "go.sign_v5_params_and_body",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-XXXXXXXX.duosecurity.com",
		.path = "/accounts/v1/account/list",
		.date = "Tue, 21 Aug 2012 17:29:18 -0000",
		.pairs = {
			{ "realname", "First Last" } },
		.pair_count = 1,
		.body = "{\"txid\":\"f22b1678-252a-4070-b176-0ca2be7319fd\"}",
		.ikey = "DIWJ8X6AEYOR5OMC6TQ1",
		.skey = "Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep",
		.signature =
			"78f4327f831173cc78d0907e913e3c5a28fe72dd4545a342586bb67181f2ba393d2091"
			"1e870362f6faba3dc6f7e9db5e93aed2f3bfc110c6dadaff4dc6179e0b",
		.authorization =
			"Basic RElXSjhYNkFFWU9SNU9NQzZUUTE6NzhmNDMyN2Y4MzExNzNjYzc4ZDA5MDdlOTEz"
			"ZTNjNWEyOGZlNzJkZDQ1NDVhMzQyNTg2YmI2NzE4MWYyYmEzOTNkMjA5MTFlODcwMzYyZj"
			"ZmYWJhM2RjNmY3ZTlkYjVlOTNhZWQyZjNiZmMxMTBjNmRhZGFmZjRkYzYxNzllMGI=",
	},
	{
		.name = "go.canon_v5_params_and_body",
		.kind = REQUEST,
		.version = 5,
		.method = "post",
		.host = "FOO.example.CoM",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "username", "H ell?o" } },
		.pair_count = 1,
		.body =
			"{\"activation_code\":\"duo://x1bTAIQGWXppdi2ctPVn-YXBpLWR1bzEuZHVvLnRl"
			"c3Q\",\"user_id\":\"DU439XKOX2W6LMYHWLEV\"}",
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.example.com\n"
			"/Foo/BaR2/qux\n"
			"username=H%20ell%3Fo\n"
			"9ddab7d898836a76fafbb0dcef7bc83f14036b39bbb1ebbe43044f7c76338fa699eba8"
			"f0d3ecb329a084f32ef23c8a1609efad25032923b651e6f3f6d2f7b773\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "node.sign_v2_sha512",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "test.duosecurity.com",
		.path = "/test/v1",
		.date = "Tue, 21 Aug 2012 17:29:18 -0000",
		.pairs = {
			{ "realname", "First Last" },
			{ "username", "root" } },
		.pair_count = 2,
		.ikey = "test_ikey",
		.skey = "test_skey",
		.signature =
			"042a30c682bd836fc5ba467891a956eaa10091ca0f73a7fb396aefd56a3529e56932de"
			"a427a67213af664ba6841689ff2336b7a373766ea5ab7ab9fe2638226b",
		.authorization =
			"Basic dGVzdF9pa2V5OjA0MmEzMGM2ODJiZDgzNmZjNWJhNDY3ODkxYTk1NmVhYTEwMDkx"
			"Y2EwZjczYTdmYjM5NmFlZmQ1NmEzNTI5ZTU2OTMyZGVhNDI3YTY3MjEzYWY2NjRiYTY4ND"
			"E2ODlmZjIzMzZiN2EzNzM3NjZlYTVhYjdhYjlmZTI2MzgyMjZi",
	},
	{
		.name = "node.sign_v5_body",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "test.duosecurity.com",
		.path = "/test/v1",
		.date = "Tue, 21 Aug 2012 17:29:18 -0000",
		.body = "{\"realname\":\"First Last\",\"username\":\"root\"}",
		.ikey = "test_ikey",
		.skey = "test_skey",
		.signature =
			"7d02409a152764843cccd8284da153b3fb446baad5f998886325e24bc9cd4a244de85a"
			"d4bfa7ea285d68209f160835673d8b4f1e1b23d9cd521d26bfe7f366a4",
		.authorization =
			"Basic dGVzdF9pa2V5OjdkMDI0MDlhMTUyNzY0ODQzY2NjZDgyODRkYTE1M2IzZmI0NDZi"
			"YWFkNWY5OTg4ODYzMjVlMjRiYzljZDRhMjQ0ZGU4NWFkNGJmYTdlYTI4NWQ2ODIwOWYxNj"
			"A4MzU2NzNkOGI0ZjFlMWIyM2Q5Y2Q1MjFkMjZiZmU3ZjM2NmE0",
	},
	{
		.name = "hmacpy.v5_get_no_params",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.headers = {
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 1,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"c454639d75b4e3d99b8b1d5e41cd7bb2d2d8ba55f6811f786dfb0edd4facd2f3a5e6d6"
			"c837f31f6826706325b4ed7dcdc5f11164948e57a7032a524990e01583",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6YzQ1NDYzOWQ3NWI0ZTNkOTliOGIxZDVlNDFj"
			"ZDdiYjJkMmQ4YmE1NWY2ODExZjc4NmRmYjBlZGQ0ZmFjZDJmM2E1ZTZkNmM4MzdmMzFmNj"
			"gyNjcwNjMyNWI0ZWQ3ZGNkYzVmMTExNjQ5NDhlNTdhNzAzMmE1MjQ5OTBlMDE1ODM=",
	},
	{
		.name = "hmacpy.v5_post_no_params",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.body = "{}",
		.headers = {
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 1,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"12a05d783b2e58e36f37df8a6907835496fbe20fb3d04b15036c82b1694fc58d1c0451"
			"b937fb9ba6e7c2b44d89b473af708166183d216aea13e52742a57f239f",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6MTJhMDVkNzgzYjJlNThlMzZmMzdkZjhhNjkw"
			"NzgzNTQ5NmZiZTIwZmIzZDA0YjE1MDM2YzgyYjE2OTRmYzU4ZDFjMDQ1MWI5MzdmYjliYT"
			"ZlN2MyYjQ0ZDg5YjQ3M2FmNzA4MTY2MTgzZDIxNmFlYTEzZTUyNzQyYTU3ZjIzOWY=",
	},
	{
		.name = "hmacpy.v5_get_one_param",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.pairs = {
			{ "foo", "bar" } },
		.pair_count = 1,
		.headers = {
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 1,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"88fe80f3b242b992f4b301408d524a886274d3ed0c4c7bd184e1b4ff378e68ea05d943"
			"3c09938078c49517a6c4264c950be9ff5cc28ad2d448cea24bc93887ca",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6ODhmZTgwZjNiMjQyYjk5MmY0YjMwMTQwOGQ1"
			"MjRhODg2Mjc0ZDNlZDBjNGM3YmQxODRlMWI0ZmYzNzhlNjhlYTA1ZDk0MzNjMDk5MzgwNz"
			"hjNDk1MTdhNmM0MjY0Yzk1MGJlOWZmNWNjMjhhZDJkNDQ4Y2VhMjRiYzkzODg3Y2E=",
	},
	{
		.name = "hmacpy.v5_post_one_param",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.body = "{\"foo\":\"bar\"}",
		.headers = {
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 1,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"643770af31006c584a758d926250e46a90d79100d21f7a0313c3e77d64fa3c5d2c94e2"
			"c9081a2b65343cc3d5f2ed21f7300ea50b00640cb1760f323192307d37",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6NjQzNzcwYWYzMTAwNmM1ODRhNzU4ZDkyNjI1"
			"MGU0NmE5MGQ3OTEwMGQyMWY3YTAzMTNjM2U3N2Q2NGZhM2M1ZDJjOTRlMmM5MDgxYTJiNj"
			"UzNDNjYzNkNWYyZWQyMWY3MzAwZWE1MGIwMDY0MGNiMTc2MGYzMjMxOTIzMDdkMzc=",
	},
	{
		.name = "hmacpy.v5_get_multi_headers",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.pairs = {
			{ "foo", "bar" },
			{ "one", "1" },
			{ "bool", "true" } },
		.pair_count = 3,
		.headers = {
			{ "x-duo-foo", "bar" },
			{ "x-duo-bar", "foo" },
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 3,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"d46556726800415dc78cefc3fb4e11dcf3ee1342904f276ed5c8e3427878bd5376ea6c"
			"5551b90bf707fab53f6f1d20a114898898705d28268824edd0be5f1d53",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6ZDQ2NTU2NzI2ODAwNDE1ZGM3OGNlZmMzZmI0"
			"ZTExZGNmM2VlMTM0MjkwNGYyNzZlZDVjOGUzNDI3ODc4YmQ1Mzc2ZWE2YzU1NTFiOTBiZj"
			"cwN2ZhYjUzZjZmMWQyMGExMTQ4OTg4OTg3MDVkMjgyNjg4MjRlZGQwYmU1ZjFkNTM=",
	},
	{
		.name = "hmacpy.v5_post_multi_headers",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.body = "{\"bool\":\"true\",\"foo\":\"bar\",\"one\":\"1\"}",
		.headers = {
			{ "x-duo-foo", "bar" },
			{ "x-duo-bar", "foo" },
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 3,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"def7b7359b0399543b61d3d1a4252c1908eb486039168aa7d1c93545f052e121062e4d"
			"0d3cae80f0f125dc497c43c53b62c9db58cacd21394a3b17ad972e3793",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6ZGVmN2I3MzU5YjAzOTk1NDNiNjFkM2QxYTQy"
			"NTJjMTkwOGViNDg2MDM5MTY4YWE3ZDFjOTM1NDVmMDUyZTEyMTA2MmU0ZDBkM2NhZTgwZj"
			"BmMTI1ZGM0OTdjNDNjNTNiNjJjOWRiNThjYWNkMjEzOTRhM2IxN2FkOTcyZTM3OTM=",
	},
	{
		.name = "hmacpy.v5_post_multi_params",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-xxxxxxxx.duosecurity.com",
		.path = "/api/path",
		.date = "Fri, 24 May 2024 12:00:00 -0000",
		.body = "{\"bool\":\"true\",\"foo\":\"bar\",\"one\":\"1\"}",
		.headers = {
			{ "x-duo-date", "Fri, 24 May 2024 12:00:00 -0000" } },
		.header_count = 1,
		.ikey = "DIABCDEFGHIJKLMNOPQR",
		.skey = "testtesttesttesttesttesttesttesttesttest",
		.signature =
			"68cab6a42be216a0e055772ed8d8870b383fc986ee4bd7b9234689e239be677c8edf61"
			"e33eaddd83e2b9414c98ff30bfca0bf2e1f44831074f5c474bf4af9fd7",
		.authorization =
			"Basic RElBQkNERUZHSElKS0xNTk9QUVI6NjhjYWI2YTQyYmUyMTZhMGUwNTU3NzJlZDhk"
			"ODg3MGIzODNmYzk4NmVlNGJkN2I5MjM0Njg5ZTIzOWJlNjc3YzhlZGY2MWUzM2VhZGRkOD"
			"NlMmI5NDE0Yzk4ZmYzMGJmY2EwYmYyZTFmNDQ4MzEwNzRmNWM0NzRiZjRhZjlmZDc=",
	},
	{
		.name = "csharp.sign_v4_json",
		.kind = REQUEST,
		.version = 4,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "foo.bar52.com",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.body =
			"{\"alpha\":[\"a\",\"b\",\"c\",\"d\"],\"data\":\"abc123\",\"info\":{\"a"
			"nother\":2,\"test\":1}}",
		.ikey = "test_ikey",
		.skey = "gtdfxv9YgVBYcF6dl2Eq17KUQJN2PLM2ODVTkvoT",
		.signature =
			"216ef21996936936d0fbc484777d4f4f1b3a18b52f65d992b02ddfbaaaee4b5fd1044c"
			"34973e5150174528f56e6b0eaceb7da4f16512e4c9385ada6fcaa3c3e8",
		.authorization =
			"Basic dGVzdF9pa2V5OjIxNmVmMjE5OTY5MzY5MzZkMGZiYzQ4NDc3N2Q0ZjRmMWIzYTE4"
			"YjUyZjY1ZDk5MmIwMmRkZmJhYWFlZTRiNWZkMTA0NGMzNDk3M2U1MTUwMTc0NTI4ZjU2ZT"
			"ZiMGVhY2ViN2RhNGYxNjUxMmU0YzkzODVhZGE2ZmNhYTNjM2U4",
	},
	{
		.name = "csharp.sign_v5_json_header",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "foo.bar52.com",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.body =
			"{\"alpha\":[\"a\",\"b\",\"c\",\"d\"],\"data\":\"abc123\",\"info\":{\"a"
			"nother\":2,\"test\":1}}",
		.headers = {
			{ "X-Duo-Header-1", "header_value_1" } },
		.header_count = 1,
		.ikey = "test_ikey",
		.skey = "gtdfxv9YgVBYcF6dl2Eq17KUQJN2PLM2ODVTkvoT",
		.signature =
			"66076610970c23056c8ce0c66ddd2db2d0f10876a825814d92e9ee3dd04189752c88a5"
			"be79d20f6d56cacc7a9f16a6b8e695a0028a7f60ed219496ac53ddfac7",
		.authorization =
			"Basic dGVzdF9pa2V5OjY2MDc2NjEwOTcwYzIzMDU2YzhjZTBjNjZkZGQyZGIyZDBmMTA4"
			"NzZhODI1ODE0ZDkyZTllZTNkZDA0MTg5NzUyYzg4YTViZTc5ZDIwZjZkNTZjYWNjN2E5Zj"
			"E2YTZiOGU2OTVhMDAyOGE3ZjYwZWQyMTk0OTZhYzUzZGRmYWM3",
	},
	{
		.name = "csharp.canon_v5_params_header",
		.kind = REQUEST,
		.version = 5,
		.method = "POST",
		.host = "foo.bar52.com",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.headers = {
			{ "X-Duo-Header-1", "header_value_1" } },
		.header_count = 1,
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"%E4%9A%9A%E2%A1%BB%E3%97%90%E8%BB%B3%E6%9C%A7%E5%80%AA%E0%A0%90%ED%82%"
			"91%C3%88%EC%85%B0=%E0%BD%85%E1%A9%B6%E3%90%9A%E6%95%8C%EC%88%BF%E9%AC%"
			"89%EA%AF%A2%E8%8D%83%E1%AC%A7%E6%83%90&%E7%91%89%E7%B9%8B%EC%B3%BB%E5%"
			"A7%BF%EF%B9%9F%E8%8E%B7%EA%B7%8C%E9%80%8C%EC%BF%91%E7%A0%93=%E8%B6%B7%"
			"E5%80%A2%E9%8B%93%E4%8B%AF%E2%81%BD%E8%9C%B0%EA%B3%BE%E5%98%97%E0%A5%8"
			"6%E4%B8%B0&%E7%91%B0%E9%8C%94%E9%80%9C%E9%BA%AE%E4%83%98%E4%88%81%E8%8"
			"B%98%E8%B1%B0%E1%B4%B1%EA%81%82=%E1%9F%99%E0%AE%A8%E9%8D%98%EA%AB%9F%E"
			"A%90%AA%E4%A2%BE%EF%AE%96%E6%BF%A9%EB%9F%BF%E3%8B%B3&%EC%8B%85%E2%B0%9"
			"D%E2%98%A0%E3%98%97%E9%9A%B3F%E8%98%85%E2%83%A8%EA%B0%A1%E5%A4%B4=%EF%"
			"AE%A9%E4%86%AA%EB%B6%83%E8%90%8B%E2%98%95%E3%B9%AE%E6%94%AD%EA%A2%B5%E"
			"D%95%ABU\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"630b4bfe7e9abd03da2eee8f0a5d4e60a254ec880a839bcc2223bb5b9443e8ef24d58f"
			"0254f1f5934bf8c017ebd0fd5b1acf86766bdbe74185e712a4092df3ed",
	},
	{
		.name = "csharp.canon_v4_jsonobject",
		.kind = REQUEST,
		.version = 4,
		.method = "POST",
		.host = "foo.bar52.com",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.body =
			"{\"alpha\":[\"a\",\"b\",\"c\",\"d\"],\"data\":\"abc123\",\"info\":{\"a"
			"nother\":2,\"test\":1}}",
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"c30ca4ffc7fe4272aa6ae7a3c94cf71c11ed8ae7aaa32e81a401a59f1cef0866ccb023"
			"04380cdc48a813b1566c457653fa62736022f0cfeadcec8cd7c6233480",
	},
	{
		.name = "php.sign_v5_params_header_nullbody",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.headers = {
			{ "X-Duo-Header-1", "hEaDeR_vAlUe_1" } },
		.header_count = 1,
		.ikey = "test_ikey",
		.skey = "gtdfxv9YgVBYcF6dl2Eq17KUQJN2PLM2ODVTkvoT",
		.signature =
			"4e8208467d1f5e2c8045537d667f876f7c20d0f5db183e583e0597e55829ed1d0f796f"
			"4f0bfeeac2711b5ce45fcce8c64c149cb0d1edaf9bbe77870611857064",
		.authorization =
			"Basic dGVzdF9pa2V5OjRlODIwODQ2N2QxZjVlMmM4MDQ1NTM3ZDY2N2Y4NzZmN2MyMGQw"
			"ZjVkYjE4M2U1ODNlMDU5N2U1NTgyOWVkMWQwZjc5NmY0ZjBiZmVlYWMyNzExYjVjZTQ1Zm"
			"NjZThjNjRjMTQ5Y2IwZDFlZGFmOWJiZTc3ODcwNjExODU3MDY0",
	},
	{
		.name = "ruby.sign_v5_params_emptybody",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "䚚⡻㗐軳朧倪ࠐ킑È셰", "ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐" },
			{ "瑉繋쳻姿﹟获귌逌쿑砓", "趷倢鋓䋯⁽蜰곾嘗ॆ丰" },
			{ "瑰錔逜麮䃘䈁苘豰ᴱꁂ", "៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳" },
			{ "싅Ⱍ☠㘗隳F蘅⃨갡头", "ﮩ䆪붃萋☕㹮攭ꢵ핫U" } },
		.pair_count = 4,
		.body = "",
		.ikey = "test_ikey",
		.skey = "gtdfxv9YgVBYcF6dl2Eq17KUQJN2PLM2ODVTkvoT",
		.signature =
			"de886475f5ee8cf32872a7c10869e4dce7a0038f8b0da01d903469c6240473dfd1abf9"
			"8b40b34b9ad7fbc99d5df3f2279e7105fd9101c428b94faaeec5e179cf",
	},
	{
		.name = "ruby.canon_v5_unicode_json",
		.kind = REQUEST,
		.version = 5,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.body =
			"{\"䚚⡻㗐軳朧倪ࠐ킑È셰\":\"ཅ᩶㐚敌숿鬉ꯢ荃ᬧ惐\",\"瑉繋쳻姿﹟获귌逌쿑砓\":\"趷倢鋓䋯⁽蜰곾嘗ॆ丰\",\"瑰錔逜麮䃘䈁苘"
			"豰ᴱꁂ\":\"៙ந鍘꫟ꐪ䢾ﮖ濩럿㋳\",\"싅Ⱍ☠㘗隳F蘅⃨갡头\":\"ﮩ䆪붃萋☕㹮攭ꢵ핫U\"}",
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"069842dc1b1158ce098fb8cbabf4695fe5b6dbbe0189293c45253b80522d6c56aaed43"
			"cfeeb541222d5a34d56f57e2b420b70856d1f09ba346418e7a5bca6397\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "java.canon_v5_post_empty",
		.kind = REQUEST,
		.version = 5,
		.method = "PoSt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.body = "{}",
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"POST\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c20"
			"46ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "java.canon_v5_get_params",
		.kind = REQUEST,
		.version = 5,
		.method = "gEt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.pairs = {
			{ "data", "abc123" } },
		.pair_count = 1,
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"GET\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"data=abc123\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "java.canon_v5_get_empty",
		.kind = REQUEST,
		.version = 5,
		.method = "gEt",
		.host = "foO.BAr52.cOm",
		.path = "/Foo/BaR2/qux",
		.date = "Fri, 07 Dec 2012 17:18:00 -0000",
		.canonical =
			"Fri, 07 Dec 2012 17:18:00 -0000\n"
			"GET\n"
			"foo.bar52.com\n"
			"/Foo/BaR2/qux\n"
			"\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "hash.empty",
		.kind = BODY_HASH,
		.body = "",
		.hash =
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "hash.empty_json",
		.kind = BODY_HASH,
		.body = "{}",
		.hash =
			"27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c20"
			"46ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd",
	},
	{
		.name = "hash.ascii",
		.kind = BODY_HASH,
		.body = "I am an ascii string",
		.hash =
			"c1710f1224e4973bfbb9ca1a297e63756a4b1736ebd1b646ba3d63a392b73d24a52ac8"
			"b4afb6eafca6dfe91f09e2e75117c377398a7d2f22136b05c038b94151",
	},
	{
		.name = "hash.unicode",
		.kind = BODY_HASH,
		.body = "î ❤ ựṉịʗƠΔѤ",
		.hash =
			"b713c8cc2bfe672cf55133d81ca6fa802628c7c8968d444c186434146bcd0275a510d3"
			"fd725b0a8132882c4a60d8457420f252f84e4edd00fcf12aa7c4eb2246",
	},
	{
		.name = "hash.json_spaces",
		.kind = BODY_HASH,
		.body =
			"{\"foo\": \"bar\", \"baz\": 1, \"nested\": {\"objects\": {\"are\": {\""
			"neat\": true}}}}",
		.hash =
			"cd97c6ef2f1db6a660f2b7b71235d16902d532e3a4b54afc07acebbf34a265d8f77c34"
			"4706f3222bcb28009d8c4c5259daa388bddb7dcc1b163982dce6a0c1ec",
	},
	{
		.name = "hash.headers_two",
		.kind = HEADERS_HASH,
		.headers = {
			{ "x-duo-A", "header_value_1" },
			{ "X-Duo-B", "header_value_2" } },
		.header_count = 2,
		.hash =
			"60be11a30e0756f2ee2afdce1db849b987dcf86c1133394bd7bbbc9877920330c4d78a"
			"ceacbb377ab8cbd9a8efe6a410fed4047376635ac71226ab46ca10d2b1",
	},
	{
		.name = "hash.headers_one",
		.kind = HEADERS_HASH,
		.headers = {
			{ "X-Duo-Header-1", "header_value_1" } },
		.header_count = 1,
		.hash =
			"630b4bfe7e9abd03da2eee8f0a5d4e60a254ec880a839bcc2223bb5b9443e8ef24d58f"
			"0254f1f5934bf8c017ebd0fd5b1acf86766bdbe74185e712a4092df3ed",
	},
	{
		.name = "hash.headers_none",
		.kind = HEADERS_HASH,
		.hash =
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
	},
	{
		.name = "docs.sign_v2_sha1_example",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA1,
		.method = "POST",
		.host = "api-XXXXXXXX.duosecurity.com",
		.path = "/accounts/v1/account/list",
		.date = "Tue, 21 Aug 2012 17:29:18 -0000",
		.pairs = {
			{ "realname", "First Last" },
			{ "username", "root" } },
		.pair_count = 2,
		.ikey = "DIWJ8X6AEYOR5OMC6TQ1",
		.skey = "Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep",
		.signature = "2d97d6166319781b5a3a07af39d366f491234edc",
	},
	{
		.name = "derived.v2_list_users",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "limit", "300" },
			{ "offset", "0" } },
		.pair_count = 2,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"limit=300&offset=0",
		.signature =
			"6ebfd6eb770d1452de8dbd08092ad8bae94fadf656af29b64066f80f85f1f194b6d79e"
			"2819c533f6404ffc7b9895b2e890894dc6d30f41a131231f5535fa8b00",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6NmViZmQ2ZWI3NzBkMTQ1MmRlOGRiZDA4MDky"
			"YWQ4YmFlOTRmYWRmNjU2YWYyOWI2NDA2NmY4MGY4NWYxZjE5NGI2ZDc5ZTI4MTljNTMzZj"
			"Y0MDRmZmM3Yjk4OTViMmU4OTA4OTRkYzZkMzBmNDFhMTMxMjMxZjU1MzVmYThiMDA=",
	},
	{
		.name = "derived.v2_list_users_sha1",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA1,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "limit", "300" },
			{ "offset", "0" } },
		.pair_count = 2,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"limit=300&offset=0",
		.signature = "94e46383404190d8d3da0000f795204fa9204b30",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6OTRlNDYzODM0MDQxOTBkOGQzZGEwMDAwZjc5"
			"NTIwNGZhOTIwNGIzMA==",
	},
	{
		.name = "derived.v5_list_users",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "limit", "300" },
			{ "offset", "0" } },
		.pair_count = 2,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"limit=300&offset=0\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		.signature =
			"dbf3579e9b23e0b1671cc4d338e905998376a39d14fad718e61fa1669a66f2ce250956"
			"fc9674b93d2d8b83e10ae59fd0c76458e8c333b127c19659a4b70b40ea",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6ZGJmMzU3OWU5YjIzZTBiMTY3MWNjNGQzMzhl"
			"OTA1OTk4Mzc2YTM5ZDE0ZmFkNzE4ZTYxZmExNjY5YTY2ZjJjZTI1MDk1NmZjOTY3NGI5M2"
			"QyZDhiODNlMTBhZTU5ZmQwYzc2NDU4ZThjMzMzYjEyN2MxOTY1OWE0YjcwYjQwZWE=",
	},
	{
		.name = "derived.v5_list_users_xduodate",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "limit", "300" },
			{ "offset", "0" } },
		.pair_count = 2,
		.headers = {
			{ "X-Duo-Date", "Tue, 06 Jan 2026 09:08:07 -0000" } },
		.header_count = 1,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"limit=300&offset=0\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"2da72dea534bb7d99ca5d20384a2c68813cc5004bd3a133e419a3c65e67bf9e7c438c5"
			"169b2075dc926bb99931c730e885cbf1caa46c1a0ba9474019dd4edd25",
		.signature =
			"c21e73fc76a2781b8f55e85ea7544378c532792b3f3cac00bfa12a711a6ac8fc6d2d51"
			"51ae54fe61172954ecaab28b57bcf3e4ee6ee568e828b171ef8a927512",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6YzIxZTczZmM3NmEyNzgxYjhmNTVlODVlYTc1"
			"NDQzNzhjNTMyNzkyYjNmM2NhYzAwYmZhMTJhNzExYTZhYzhmYzZkMmQ1MTUxYWU1NGZlNj"
			"ExNzI5NTRlY2FhYjI4YjU3YmNmM2U0ZWU2ZWU1NjhlODI4YjE3MWVmOGE5Mjc1MTI=",
	},
	{
		.name = "derived.v5_username_special",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "username", "José+o'neil@example.com" } },
		.pair_count = 1,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"username=Jos%C3%A9%2Bo%27neil%40example.com\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		.signature =
			"d37f34e92317dc2a3bc1dff4d094cea517a463712b9503acc7d41989ad127814b18811"
			"dfd8fcb778e26c916ecf6a76678b6bcef813a02776424027ae83780e1a",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6ZDM3ZjM0ZTkyMzE3ZGMyYTNiYzFkZmY0ZDA5"
			"NGNlYTUxN2E0NjM3MTJiOTUwM2FjYzdkNDE5ODlhZDEyNzgxNGIxODgxMWRmZDhmY2I3Nz"
			"hlMjZjOTE2ZWNmNmE3NjY3OGI2YmNlZjgxM2EwMjc3NjQyNDAyN2FlODM3ODBlMWE=",
	},
	{
		.name = "derived.v5_create_user_json",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.body = "{\"email\":\"j@example.com\",\"username\":\"jdoe\"}",
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"POST\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"\n"
			"00f9611e5eaec42e1f285daa9fbafaa70d2e4df8e8b4aed8b32ef20a77ce9f4f57fe81"
			"f3c924b1f7252958f2cd7ec5d099e60a1b2a118ae135e7b3dccbf61b8c\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		.signature =
			"dfdbf970abe58ed41ff990e3378c9948638a556b2c9da9b93d2494044d7a2fb3f071db"
			"8608327ff1024cf2578521d1ed8adf0729a1671760a4a5eee8d1e69c95",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6ZGZkYmY5NzBhYmU1OGVkNDFmZjk5MGUzMzc4"
			"Yzk5NDg2MzhhNTU2YjJjOWRhOWI5M2QyNDk0MDQ0ZDdhMmZiM2YwNzFkYjg2MDgzMjdmZj"
			"EwMjRjZjI1Nzg1MjFkMWVkOGFkZjA3MjlhMTY3MTc2MGE0YTVlZWU4ZDFlNjljOTU=",
	},
	{
		.name = "derived.v2_create_user_form",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "username", "jdoe" },
			{ "email", "j@example.com" } },
		.pair_count = 2,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"POST\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users\n"
			"email=j%40example.com&username=jdoe",
		.signature =
			"36797399b8aa87f08dc0c32a85fb99117cfe353c4f7ae2982d4d7e59b24bf356a4e13d"
			"7d2178a64a80afcf6155c3d5521a78feb66d330c433992ba9d437c3d3c",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6MzY3OTczOTliOGFhODdmMDhkYzBjMzJhODVm"
			"Yjk5MTE3Y2ZlMzUzYzRmN2FlMjk4MmQ0ZDdlNTliMjRiZjM1NmE0ZTEzZDdkMjE3OGE2NG"
			"E4MGFmY2Y2MTU1YzNkNTUyMWE3OGZlYjY2ZDMzMGM0MzM5OTJiYTlkNDM3YzNkM2M=",
	},
	{
		.name = "derived.v2_post_noparams",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-12345678.duosecurity.com",
		.path = "/auth/v2/check",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"POST\n"
			"api-12345678.duosecurity.com\n"
			"/auth/v2/check\n",
		.signature =
			"39361fe27a7ad5190d72f024f1cba7e41991e4ba8fedcb9071f817218920c4ee18d497"
			"a8013d67571e39b60aa36adc1bbfbe0cfd8e12974e2bd15f234f205fb6",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6MzkzNjFmZTI3YTdhZDUxOTBkNzJmMDI0ZjFj"
			"YmE3ZTQxOTkxZTRiYThmZWRjYjkwNzFmODE3MjE4OTIwYzRlZTE4ZDQ5N2E4MDEzZDY3NT"
			"cxZTM5YjYwYWEzNmFkYzFiYmZiZTBjZmQ4ZTEyOTc0ZTJiZDE1ZjIzNGYyMDVmYjY=",
	},
	{
		.name = "derived.v5_delete",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "DELETE",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/bypass_codes/DBXXXXXXXXXXXXXXXXXX",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"DELETE\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/bypass_codes/DBXXXXXXXXXXXXXXXXXX\n"
			"\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		.signature =
			"87a6354b394202f5f2785c838ee803775995915857cf46094b62eed7f3f232b007845e"
			"21646766853e11a6227e4a116e2ef39273b8c9782b8f46a88d8bc5b311",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6ODdhNjM1NGIzOTQyMDJmNWYyNzg1YzgzOGVl"
			"ODAzNzc1OTk1OTE1ODU3Y2Y0NjA5NGI2MmVlZDdmM2YyMzJiMDA3ODQ1ZTIxNjQ2NzY2OD"
			"UzZTExYTYyMjdlNGExMTZlMmVmMzkyNzNiOGM5NzgyYjhmNDZhODhkOGJjNWIzMTE=",
	},
	{
		.name = "derived.v5_post_empty_json",
		.kind = REQUEST,
		.version = 5,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users/DUXXXXXXXXXXXXXXXXXX/bypass_codes",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.body = "{}",
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"POST\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users/DUXXXXXXXXXXXXXXXXXX/bypass_codes\n"
			"\n"
			"27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c20"
			"46ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd\n"
			"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d1"
			"3c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		.signature =
			"c480e12252ad610128cf7bfa78d2fb601b8c7e3b5550c05ca8f5c497c2d2b0475a9365"
			"d5284797eab924e31da9b04f718302ed1f6d9c0b6d0b5e88a8677e73ef",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6YzQ4MGUxMjI1MmFkNjEwMTI4Y2Y3YmZhNzhk"
			"MmZiNjAxYjhjN2UzYjU1NTBjMDVjYThmNWM0OTdjMmQyYjA0NzVhOTM2NWQ1Mjg0Nzk3ZW"
			"FiOTI0ZTMxZGE5YjA0ZjcxODMwMmVkMWY2ZDljMGI2ZDBiNWU4OGE4Njc3ZTczZWY=",
	},
	{
		.name = "derived.v2_key_prefix_hyphen",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/x",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "foo-bar", "2" },
			{ "foo", "1" },
			{ "foo.baz", "3" },
			{ "foo_q", "4" } },
		.pair_count = 4,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/x\n"
			"foo=1&foo-bar=2&foo.baz=3&foo_q=4",
		.signature =
			"703480a686f36fde5622a975ada9cc0099d34439b59a1c709ebcae92ada02d32d42bf6"
			"b17f2167fd955d3af4defe585daed6ad69a1126886ba23ebb5d112dbc9",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6NzAzNDgwYTY4NmYzNmZkZTU2MjJhOTc1YWRh"
			"OWNjMDA5OWQzNDQzOWI1OWExYzcwOWViY2FlOTJhZGEwMmQzMmQ0MmJmNmIxN2YyMTY3Zm"
			"Q5NTVkM2FmNGRlZmU1ODVkYWVkNmFkNjlhMTEyNjg4NmJhMjNlYmI1ZDExMmRiYzk=",
	},
	{
		.name = "derived.v2_empty_value",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-12345678.duosecurity.com",
		.path = "/admin/v1/users/DUXXXXXXXXXXXXXXXXXX",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "alias2", "" },
			{ "alias1", "nick" } },
		.pair_count = 2,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"POST\n"
			"api-12345678.duosecurity.com\n"
			"/admin/v1/users/DUXXXXXXXXXXXXXXXXXX\n"
			"alias1=nick&alias2=",
		.signature =
			"137348b8d968e5ba6ebcead18e41ebdff56b301415fdfa5ae73f603f4462b616286439"
			"2bc9cc523de894f1ccd8ffa14f3a98c9bb03fc48ba27cf5d1373fec2e2",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6MTM3MzQ4YjhkOTY4ZTViYTZlYmNlYWQxOGU0"
			"MWViZGZmNTZiMzAxNDE1ZmRmYTVhZTczZjYwM2Y0NDYyYjYxNjI4NjQzOTJiYzljYzUyM2"
			"RlODk0ZjFjY2Q4ZmZhMTRmM2E5OGM5YmIwM2ZjNDhiYTI3Y2Y1ZDEzNzNmZWMyZTI=",
	},
	{
		.name = "derived.v2_repeated_equal",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/x",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "a", "2" },
			{ "a", "1" },
			{ "a", "2" } },
		.pair_count = 3,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/x\n"
			"a=1&a=2&a=2",
		.signature =
			"072cccc459cea66e7d1e0d1d5b3785ea2332663c67934d509e49770b7c0dab902e91a7"
			"a4b6bf3e9a8d6032914fe3d67e34368444059d0143c27ab77fdcc636ce",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6MDcyY2NjYzQ1OWNlYTY2ZTdkMWUwZDFkNWIz"
			"Nzg1ZWEyMzMyNjYzYzY3OTM0ZDUwOWU0OTc3MGI3YzBkYWI5MDJlOTFhN2E0YjZiZjNlOW"
			"E4ZDYwMzI5MTRmZTNkNjdlMzQzNjg0NDQwNTlkMDE0M2MyN2FiNzdmZGNjNjM2Y2U=",
	},
	{
		.name = "derived.v2_astral",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/x",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "emoji", "🔑" },
			{ "é", "1" } },
		.pair_count = 2,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/x\n"
			"%C3%A9=1&emoji=%F0%9F%94%91",
		.signature =
			"3f9a2b4aa0acc0e89b5192fe01b3bb384633719a6e413105bbe9a013e69a18adae1bb2"
			"3178faca30b1f8cf09a5a33ac4ba06727b81f4e2596f3ffa3947e4a805",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6M2Y5YTJiNGFhMGFjYzBlODliNTE5MmZlMDFi"
			"M2JiMzg0NjMzNzE5YTZlNDEzMTA1YmJlOWEwMTNlNjlhMThhZGFlMWJiMjMxNzhmYWNhMz"
			"BiMWY4Y2YwOWE1YTMzYWM0YmEwNjcyN2I4MWY0ZTI1OTZmM2ZmYTM5NDdlNGE4MDU=",
	},
	{
		.name = "derived.v2_key_needs_encoding_sort",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "GET",
		.host = "api-12345678.duosecurity.com",
		.path = "/x",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "~z", "1" },
			{ "é", "2" },
			{ "a b", "3" },
			{ "Z", "4" } },
		.pair_count = 4,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"GET\n"
			"api-12345678.duosecurity.com\n"
			"/x\n"
			"%C3%A9=2&Z=4&a%20b=3&~z=1",
		.signature =
			"d96e2de39f2970ea962707eecfb8b5a7de030cbc73bb0fdbc247fdd75a71afaca0cb44"
			"4c7189cc601efa21401446db11b201aefae0851c0cdc69b6119faa2f01",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6ZDk2ZTJkZTM5ZjI5NzBlYTk2MjcwN2VlY2Zi"
			"OGI1YTdkZTAzMGNiYzczYmIwZmRiYzI0N2ZkZDc1YTcxYWZhY2EwY2I0NDRjNzE4OWNjNj"
			"AxZWZhMjE0MDE0NDZkYjExYjIwMWFlZmFlMDg1MWMwY2RjNjliNjExOWZhYTJmMDE=",
	},
	{
		.name = "derived.v2_auth_push",
		.kind = REQUEST,
		.version = 2,
		.digest = SIGN_SHA512,
		.method = "POST",
		.host = "api-12345678.duosecurity.com",
		.path = "/auth/v2/auth",
		.date = "Tue, 06 Jan 2026 09:08:07 -0000",
		.pairs = {
			{ "username", "alice" },
			{ "factor", "push" },
			{ "device", "auto" },
			{ "async", "1" },
			{ "ipaddr", "192.0.2.1" },
			{ "pushinfo", "from=login%20portal&domain=example.com" } },
		.pair_count = 6,
		.ikey = "DIXXXXXXXXXXXXXXXXXX",
		.skey = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
		.canonical =
			"Tue, 06 Jan 2026 09:08:07 -0000\n"
			"POST\n"
			"api-12345678.duosecurity.com\n"
			"/auth/v2/auth\n"
			"async=1&device=auto&factor=push&ipaddr=192.0.2.1&pushinfo=from%3Dlogin"
			"%2520portal%26domain%3Dexample.com&username=alice",
		.signature =
			"b4610512aaa4da80bc615f267be4c0274e17b5fb744041ba3c81e95f17c3c9b3e91c46"
			"072d23cccf96ad9c3223a7a002c582baf3e81d9c35b0b4269bc3adcf63",
		.authorization =
			"Basic RElYWFhYWFhYWFhYWFhYWFhYWFg6YjQ2MTA1MTJhYWE0ZGE4MGJjNjE1ZjI2N2Jl"
			"NGMwMjc0ZTE3YjVmYjc0NDA0MWJhM2M4MWU5NWYxN2MzYzliM2U5MWM0NjA3MmQyM2NjY2"
			"Y5NmFkOWMzMjIzYTdhMDAyYzU4MmJhZjNlODFkOWMzNWIwYjQyNjliYzNhZGNmNjM=",
	},
};
