// Added to FerretDB's package `sqlite` when the server is built (see ../README.md). Copied and compiled there, not here.
package sqlite

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/FerretDB/FerretDB/internal/backends/sqlite/metadata"
	"github.com/FerretDB/FerretDB/internal/handler/sjson"
	"github.com/FerretDB/FerretDB/internal/types"
	"github.com/FerretDB/FerretDB/internal/util/must"
)

// SQLite takes 32,766 parameters in a statement; a longer list is filtered by FerretDB alone.
const maxValues = 30_000

// Looking for more texts than these in every array would take longer than decoding it.
const maxHeld = 50

var (
	plainName = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	compares  = map[string]string{"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
)

// whereClauseOf is a condition that every document fulfils that matches the filter, so that SQLite can use its indexes
// and fewer documents have to be decoded. FerretDB filters what SQLite gives once more, so a condition may let too much
// through, never too little. Taken from the filter, alone or under $and: equality, $eq, $in, $gt, $gte, $lt and $lte
// with texts, numbers and times.
func whereClauseOf(filter *types.Document) (string, []any) {
	var c clause
	c.addAll(filter)
	if len(c.conditions) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(c.conditions, " AND "), c.args
}

type clause struct {
	conditions []string
	args       []any
}

func (c *clause) addAll(filter *types.Document) {
	if filter == nil {
		return
	}
	for _, key := range filter.Keys() {
		value := must.NotFail(filter.Get(key))
		if key == "$and" {
			c.addEach(value)
			continue
		}
		if f, ok := fieldOf(key); ok {
			c.addField(f, value)
		}
	}
}

func (c *clause) addEach(value any) {
	list, ok := value.(*types.Array)
	if !ok {
		return
	}
	for i := range list.Len() {
		if part, ok := must.NotFail(list.Get(i)).(*types.Document); ok {
			c.addAll(part)
		}
	}
}

func (c *clause) addField(f field, value any) {
	operators, ok := value.(*types.Document)
	if !ok {
		c.addIn(f, []any{value})
		return
	}
	for _, operator := range operators.Keys() {
		operand := must.NotFail(operators.Get(operator))
		switch operator {
		case "$eq":
			c.addIn(f, []any{operand})
		case "$in":
			c.addIn(f, itemsOf(operand))
		case "$gt", "$gte", "$lt", "$lte":
			c.addCompare(f, compares[operator], operand)
		}
	}
}

// addIn compares texts as JSON, as the indexes have them, and numbers by value.
func (c *clause) addIn(f field, items []any) {
	texts, numbers := make([]any, 0, len(items)), make([]any, 0, len(items))
	for _, item := range items {
		switch item := item.(type) {
		case string, types.ObjectID:
			texts = append(texts, string(must.NotFail(sjson.MarshalSingleValue(item))))
		default:
			if number, ok := numberOf(item); ok {
				numbers = append(numbers, number)
			}
		}
	}
	switch len(items) {
	case 0:
	case len(texts):
		c.add(f, fmt.Sprintf("%s IN (%s)", f.json, marksFor(texts)), texts, texts)
	case len(numbers):
		c.add(f, fmt.Sprintf("%s IN (%s)", f.value, marksFor(numbers)), numbers, nil)
	}
}

func (c *clause) addCompare(f field, operator string, operand any) {
	if text, ok := operand.(string); ok {
		c.add(f, fmt.Sprintf("%s %s ?", f.value, operator), []any{text}, nil)
	} else if number, ok := numberOf(operand); ok {
		c.add(f, fmt.Sprintf("%s %s ?", f.value, operator), []any{number}, nil)
	}
}

// add lets arrays through wherever the path meets one: a field that holds an array matches where one of its elements
// does. The text of an array begins with a bracket, and has in it the text of everything that it holds.
func (c *clause) add(f field, condition string, args, held []any) {
	if len(held) > maxHeld {
		held = nil
	}
	if len(c.args)+len(args)+len(held)*len(f.arrays) > maxValues {
		return
	}
	c.args = append(c.args, args...)
	for _, path := range f.arrays {
		condition += fmt.Sprintf(" OR (%s >= '[' AND %s < '\\'%s)", path, path, holdsOneOf(path, held))
		c.args = append(c.args, held...)
	}
	c.conditions = append(c.conditions, "("+condition+")")
}

func holdsOneOf(path string, texts []any) string {
	if len(texts) == 0 {
		return ""
	}
	one := fmt.Sprintf(" OR instr(%s, ?) > 0", path)
	return " AND (" + strings.TrimPrefix(strings.Repeat(one, len(texts)), " OR ") + ")"
}

// A field of a document as SQLite has it: as JSON text (written as the indexes of FerretDB are, for SQLite uses an
// index for the same expression alone), as a value, and every step of its path that could be an array.
type field struct {
	json   string
	value  string
	arrays []string
}

func fieldOf(key string) (field, bool) {
	f := field{json: metadata.DefaultColumn}
	for _, name := range strings.Split(key, ".") {
		if !plainName.MatchString(name) {
			return f, false
		}
		f.value = fmt.Sprintf("(%s)->>%q", f.json, name)
		f.json = fmt.Sprintf("%s->%q", f.json, name)
		f.arrays = append(f.arrays, f.json)
	}
	if key == "_id" {
		f.arrays = nil
	}
	return f, true
}

// numberOf gives numbers, and times as the number of milliseconds that SQLite has of them.
func numberOf(value any) (any, bool) {
	switch value := value.(type) {
	case int32:
		return int64(value), true
	case int64:
		return value, true
	case float64:
		return value, value == value && value-value == 0
	case time.Time:
		return value.UnixMilli(), true
	}
	return nil, false
}

func itemsOf(value any) []any {
	list, ok := value.(*types.Array)
	if !ok {
		return nil
	}
	items := make([]any, list.Len())
	for i := range items {
		items[i] = must.NotFail(list.Get(i))
	}
	return items
}

func marksFor(values []any) string {
	return strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")
}
