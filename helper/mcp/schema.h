/* SPDX-License-Identifier: MIT */
/* JSON Schema (2020-12, which OpenAPI 3.1 uses as well) out of the operation table. */
#ifndef MCP_SCHEMA_H
#define MCP_SCHEMA_H

#include "api/operation.h"
#include "base/text.h"

enum schema_form {
	SCHEMA_JSON, /* values of a JSON object: lists are arrays */
	SCHEMA_TEXT, /* of a path, a query or a form: lists are JSON in a string */
};

/* Is this parameter told to others? */
bool schema_offers(const struct api_param *p);

/* Is it required by itself? One that has alternatives is not. */
bool schema_requires(const struct api_param *p);

/* What it is in JSON: "string", "integer", "boolean" or "array". Static. */
const char *schema_type(const struct api_param *p);

/* The same for the elements of an array. */
const char *schema_element_type(const struct api_param *p);

/* Writes the schema of one parameter. */
void schema_write(struct text_buf *b, const struct api_op *op, const struct api_param *p,
	enum schema_form form);

/* Writes the members of an object's schema, for those offered parameters that takes() takes:
 * "type", "properties" and, if there are any, "required". Braces are the caller's. */
void schema_write_members(struct text_buf *b, const struct api_op *op,
	bool (*takes)(const struct api_op *op, const struct api_param *p), enum schema_form form);

#endif
