// SPDX-License-Identifier: GPL-2.0
/* The tables agree with themselves, with the man page and the completion. */
#include <ctype.h>
#include <stdlib.h>

#include "help.h"
#include "schema.h"
#include "table.h"
#include "tap.h"
#include "vtep/drops.h"

static const char *const drop_names[] = {
#define ROW(_id, _name, _scope, _reason, _text) _name,
	VTEP_DROPS(ROW)
#undef ROW
};

static const char *const drop_texts[] = {
#define ROW(_id, _name, _scope, _reason, _text) _text,
	VTEP_DROPS(ROW)
#undef ROW
};

static void test_drops(void)
{
	for (size_t i = 0; i < VTEP_DROP_MAX; i++) {
		if (strlen(drop_names[i]) >= DROP_NAME_MAX)
			fail("%s is too long", drop_names[i]);
		for (const char *p = drop_names[i]; *p; p++)
			if (!islower((unsigned char)*p) &&
			    !isdigit((unsigned char)*p) && *p != '_')
				fail("%s is no word", drop_names[i]);
		if (strlen(drop_texts[i]) < 10)
			fail("%s has no sentence", drop_names[i]);
		for (size_t j = 0; j < i; j++) {
			if (!strcmp(drop_names[i], drop_names[j]))
				fail("%s is there twice", drop_names[i]);
			if (!strcmp(drop_texts[i], drop_texts[j]))
				fail("%s and %s say the same", drop_names[i],
				     drop_names[j]);
		}
	}
	test_end("drops: names and sentences are unique");
}

static void test_actions(void)
{
	for (size_t i = 0; i < OBJ_MAX; i++) {
		const struct object *obj = &objects[i];

		same_uint(obj->name, obj->id, i);
		if (!obj->nr_actions)
			fail("%s has no action", obj->name);
		for (size_t j = 0; j < obj->nr_actions; j++) {
			const struct action *act = &obj->actions[j];

			if (act->required & ~act->words ||
			    act->changes & ~act->words)
				fail("%s: asks for a word it does not take",
				     obj->name);
			if (!act->nl_cmd || !act->summary || !act->text)
				fail("%s: lacks command or text", obj->name);
			/* one name, one word: the parser picks by name */
			for (size_t a = 0; a < WORD_MAX; a++)
				for (size_t b = 0; b < a; b++)
					if (act->words >> a & 1 &&
					    act->words >> b & 1 &&
					    !strcmp(words[a].name,
						    words[b].name) &&
					    (!words[a].sub || !words[b].sub ||
					     !strcmp(words[a].sub,
						     words[b].sub)))
						fail("%s: %s twice", obj->name,
						     words[a].name);
		}
	}
	test_end("table: actions are consistent");
}

static void test_schema(void)
{
	for (size_t i = 0; i < OBJ_MAX; i++) {
		const struct schema *s = &schemas[i];

		if (s->max >= 64)
			fail("set %zu does not fit record.has", i);
		for (size_t f = 0; f <= s->max; f++) {
			if (!s->fields[f].type != !s->fields[f].name)
				fail("set %zu: field %zu is half a field", i, f);
			if (s->needed >> f & 1 && !s->fields[f].name)
				fail("set %zu: needs unknown %zu", i, f);
		}
	}
	test_end("schema: fields are whole");
}

static char *read_file(const char *name)
{
	FILE *f = fopen(name, "re");
	char *text = NULL;
	size_t size = 0;

	if (!f || getdelim(&text, &size, '\0', f) < 0) {
		printf("Bail out! %s cannot be read\n", name);
		exit(1);
	}
	fclose(f);
	return text;
}

/* @word as a word of its own in @text */
static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = text; (p = strstr(p, word)); p += len)
		if ((p == text || !isalnum((unsigned char)p[-1])) &&
		    !isalnum((unsigned char)p[len]))
			return true;
	return false;
}

static void test_document(const char *file)
{
	char *text = read_file(file);

	for (size_t i = 0; i < OBJ_MAX; i++) {
		if (!has_word(text, objects[i].name))
			fail("%s lacks %s", file, objects[i].name);
		for (size_t j = 0; j < objects[i].nr_actions; j++)
			if (objects[i].actions[j].name &&
			    !has_word(text, objects[i].actions[j].name))
				fail("%s lacks %s", file,
				     objects[i].actions[j].name);
	}
	for (size_t i = 0; i < WORD_MAX; i++)
		if (!has_word(text, words[i].name))
			fail("%s lacks %s", file, words[i].name);
	for (size_t i = 0; i < TASK_MAX; i++)
		if (!has_word(text, tasks[i].name))
			fail("%s lacks %s", file, tasks[i].name);
	free(text);
	test_end("document: %s", file);
}

/* Help is one screen of 80 columns, but for a synopsis in one line. */
static void check_screen(char *text)
{
	char *save = NULL;
	size_t lines = 0;

	for (char *l = strtok_r(text, "\n", &save); l;
	     l = strtok_r(NULL, "\n", &save)) {
		lines++;
		if (strlen(l) > 80 && !strstr(l, "vtepctl "))
			fail("too long: %s", l);
	}
	if (lines < 3 || lines > 40)
		fail("%zu lines", lines);
}

static void test_help(const struct object *obj, const struct action *act)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	print_help(f, obj, act);
	fclose(f);
	check_screen(text);
	free(text);
	test_end("help: %s %s", obj ? obj->name : "", act && act->name ?
						       act->name : "");
}

static void test_task_help(const struct task *task)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	print_task_help(f, task);
	fclose(f);
	check_screen(text);
	free(text);
	test_end("help: %s", task->name);
}

int main(int argc, char **argv)
{
	test_drops();
	test_actions();
	test_schema();
	test_help(NULL, NULL);
	for (size_t i = 0; i < OBJ_MAX; i++) {
		test_help(&objects[i], NULL);
		for (size_t j = 0; j < objects[i].nr_actions; j++)
			test_help(&objects[i], &objects[i].actions[j]);
	}
	for (size_t i = 0; i < TASK_MAX; i++)
		test_task_help(&tasks[i]);
	if (argc != 3) {
		fputs("usage: table_test MANPAGE COMPLETION\n", stderr);
		return 1;
	}
	test_document(argv[1]);
	test_document(argv[2]);
	return tap_done();
}
