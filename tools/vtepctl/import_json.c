// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "import.h"

/* An array of objects, as all of them print; no output at all is none. */
struct json_object *json_read(const char *file, struct error *err)
{
	bool use_stdin = !strcmp(file, "-");
	FILE *from = use_stdin ? stdin : fopen(file, "re");
	struct json_object *o = NULL;
	char *text = NULL;
	size_t size = 0;
	ssize_t len;

	if (!from) {
		err_set(err, "%s: %s", file, strerror(errno));
		return NULL;
	}
	len = getdelim(&text, &size, '\0', from);
	if (ferror(from)) {
		err_set(err, "%s: %s", file, strerror(errno));
	} else if (len <= 0 || !text[strspn(text, " \t\r\n")]) {
		o = json_object_new_array();
	} else {
		o = json_tokener_parse(text);
		if (!o || !json_object_is_type(o, json_type_array)) {
			err_set(err, "%s: not the JSON that ip -j or bridge -j prints",
				file);
			json_object_put(o);
			o = NULL;
		}
	}
	free(text);
	if (!use_stdin)
		fclose(from);
	return o;
}

bool json_has(struct json_object *o, const char *key)
{
	return json_object_object_get_ex(o, key, NULL);
}

const char *json_str(struct json_object *o, const char *key)
{
	struct json_object *val;

	if (!json_object_object_get_ex(o, key, &val) ||
	    !json_object_is_type(val, json_type_string))
		return NULL;
	return json_object_get_string(val);
}

/* Some are numbers, some hexadecimal numbers in strings. */
uint32_t json_num(struct json_object *o, const char *key)
{
	const char *s = json_str(o, key);
	struct json_object *val;
	int64_t n;

	if (s)
		return strtoul(s, NULL, 0);
	if (!json_object_object_get_ex(o, key, &val) ||
	    !json_object_is_type(val, json_type_int))
		return 0;
	n = json_object_get_int64(val);
	return n < 0 || n > UINT32_MAX ? 0 : n;
}

bool json_on(struct json_object *o, const char *key)
{
	struct json_object *val;

	if (!json_object_object_get_ex(o, key, &val))
		return false;
	/* a switch without a value is null, and there when it is on */
	return !val || json_object_get_boolean(val);
}

bool json_addr(struct json_object *o, const char *key, struct addr *to)
{
	const char *s = json_str(o, key);

	*to = (struct addr){ 0 };
	return s && addr_parse(s, to);
}

static struct {
	char (*v)[IF_NAMESIZE];
	size_t n;
} names;

uint32_t import_ifindex(const char *name)
{
	void *v;

	for (size_t i = 0; i < names.n; i++)
		if (!strcmp(names.v[i], name))
			return i + 1;
	if (strlen(name) >= IF_NAMESIZE)
		return 0;
	v = realloc(names.v, (names.n + 1) * sizeof(*names.v));
	if (!v)
		return 0;
	names.v = v;
	strcpy(names.v[names.n], name);
	return ++names.n;
}

const char *import_ifname(uint32_t ifindex, char *buf)
{
	if (!ifindex || ifindex > names.n)
		return NULL;
	return strcpy(buf, names.v[ifindex - 1]);
}

void import_names_free(void)
{
	free(names.v);
	names.v = NULL;
	names.n = 0;
}
