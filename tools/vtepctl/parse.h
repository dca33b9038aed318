/* SPDX-License-Identifier: GPL-2.0 */
/* The words of one command -> struct command. Pure: no I/O, no kernel. */
#ifndef VTEPCTL_PARSE_H
#define VTEPCTL_PARSE_H

#include "model.h"

/**
 * parse_command() - understand OBJECT ACTION WORDS...
 * @argc: number of words, 0 allowed (help on everything)
 * @argv: the words, without program name and options
 * @cmd: where the command goes; undefined on failure
 * @err: names the word at fault
 *
 * Return: 0 or -1.
 */
int parse_command(int argc, char *const argv[], struct command *cmd,
		  struct error *err);

/**
 * split_line() - cut a line of a batch file into words, in place
 * @line: the line; blanks separate, '...' and "..." hold together, # starts
 *	a comment
 * @argv: where the words go
 * @max: room in @argv
 * @err: says what is wrong
 *
 * Return: number of words, or -1.
 */
int split_line(char *line, char *argv[], int max, struct error *err);

#endif /* VTEPCTL_PARSE_H */
