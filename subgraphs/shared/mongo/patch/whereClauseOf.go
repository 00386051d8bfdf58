// Added to FerretDB's package `sqlite` when the server is built (see ../README.md). Copied and compiled there, not here.
package sqlite

import (
	"fmt"
	"strings"

	"github.com/FerretDB/FerretDB/internal/backends/sqlite/metadata"
	"github.com/FerretDB/FerretDB/internal/handler/sjson"
	"github.com/FerretDB/FerretDB/internal/types"
	"github.com/FerretDB/FerretDB/internal/util/must"
)

// SQLite takes 32,766 parameters in a statement; a longer list is filtered by FerretDB alone.
const maxValues = 30_000

// whereClauseOf is a condition that every document fulfils that matches the filter, so that SQLite can use its indexes
// and fewer documents have to be decoded. FerretDB filters what SQLite gives once more, so a condition may let too much
// through, never too little. Taken from the filter: equality to a text or an ObjectID, and $in of them, of fields at
// the top of the document, alone or under $and.
func whereClauseOf(filter *types.Document) (string, []any) {
	conditions, args := conditionsOf(filter, nil, nil)
	if len(conditions) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

func conditionsOf(filter *types.Document, conditions []string, args []any) ([]string, []any) {
	if filter == nil {
		return conditions, args
	}
	for _, field := range filter.Keys() {
		value := must.NotFail(filter.Get(field))
		if field == "$and" {
			conditions, args = conditionsOfAll(value, conditions, args)
			continue
		}
		values := valuesOf(value)
		if strings.HasPrefix(field, "$") || strings.ContainsAny(field, ".\"\\") ||
			len(values) == 0 || len(args)+len(values) > maxValues {
			continue
		}
		conditions = append(conditions, conditionOn(field, len(values)))
		args = append(args, values...)
	}
	return conditions, args
}

func conditionsOfAll(value any, conditions []string, args []any) ([]string, []any) {
	list, ok := value.(*types.Array)
	if !ok {
		return conditions, args
	}
	for i := range list.Len() {
		if part, ok := must.NotFail(list.Get(i)).(*types.Document); ok {
			conditions, args = conditionsOf(part, conditions, args)
		}
	}
	return conditions, args
}

// conditionOn is written as the indexes of FerretDB are, for SQLite uses an index for the same expression alone.
func conditionOn(field string, count int) string {
	column := fmt.Sprintf("%s->%q", metadata.DefaultColumn, field)
	marks := strings.TrimSuffix(strings.Repeat("?, ", count), ", ")
	condition := fmt.Sprintf("%s IN (%s)", column, marks)
	if field == "_id" {
		return condition
	}
	// A field that holds an array matches where one of its elements does. The text of an array begins with a bracket.
	return fmt.Sprintf("(%s OR (%s >= '[' AND %s < '\\'))", condition, column, column)
}

// valuesOf gives the values that a field must have one of, as SQLite has them; none where they are not all texts.
func valuesOf(value any) []any {
	switch value := value.(type) {
	case string, types.ObjectID:
		return []any{string(must.NotFail(sjson.MarshalSingleValue(value)))}
	case *types.Document:
		if value.Len() != 1 {
			return nil
		}
		operand, _ := value.Get("$in")
		if list, ok := operand.(*types.Array); ok {
			return textsIn(list)
		}
	}
	return nil
}

func textsIn(list *types.Array) []any {
	texts := make([]any, 0, list.Len())
	for i := range list.Len() {
		text, ok := must.NotFail(list.Get(i)).(string)
		if !ok {
			return nil
		}
		texts = append(texts, string(must.NotFail(sjson.MarshalSingleValue(text))))
	}
	return texts
}
