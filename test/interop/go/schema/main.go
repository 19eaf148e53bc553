// Command schema prints the descriptors compiled into the reference Go implementation as JSON.
package main

import (
	"encoding/json"
	"os"

	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/reflect/protoreflect"
)

type schema struct {
	Packages []string                    `json:"packages"`
	Messages map[string]message          `json:"messages"`
	Enums    map[string]map[string]int32 `json:"enums"`
}

type message struct {
	Fields map[string]field    `json:"fields"`
	Oneofs map[string][]string `json:"oneofs"`
}

type field struct {
	Number int32 `json:"number"`
	// singular, optional (explicit presence), repeated or map.
	Label string `json:"label"`
	// A scalar's keyword or the full name of a message or enum without the package; of a map: its values' type.
	Type string `json:"type"`
	// Of a map only.
	KeyType string `json:"keyType,omitempty"`
}

func main() {
	found := schema{Messages: map[string]message{}, Enums: map[string]map[string]int32{}}
	for _, file := range []protoreflect.FileDescriptor{
		protobufs.File_opamp_proto, protobufs.File_anyvalue_proto,
	} {
		found.Packages = append(found.Packages, string(file.Package()))
		found.addMessages(file.Messages())
		found.addEnums(file.Enums())
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(found); err != nil {
		panic(err)
	}
}

func (s schema) addMessages(messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		descriptor := messages.Get(i)
		if descriptor.IsMapEntry() {
			continue
		}
		s.Messages[localName(descriptor)] = describe(descriptor)
		s.addMessages(descriptor.Messages())
		s.addEnums(descriptor.Enums())
	}
}

func (s schema) addEnums(enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		values := map[string]int32{}
		descriptors := enums.Get(i).Values()
		for j := range descriptors.Len() {
			value := descriptors.Get(j)
			values[string(value.Name())] = int32(value.Number())
		}
		s.Enums[localName(enums.Get(i))] = values
	}
}

func describe(descriptor protoreflect.MessageDescriptor) message {
	found := message{Fields: map[string]field{}, Oneofs: map[string][]string{}}
	fields := descriptor.Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		found.Fields[string(f.Name())] = describeField(f)
		if oneof := f.ContainingOneof(); oneof != nil && !oneof.IsSynthetic() {
			name := string(oneof.Name())
			found.Oneofs[name] = append(found.Oneofs[name], string(f.Name()))
		}
	}
	return found
}

func describeField(f protoreflect.FieldDescriptor) field {
	found := field{Number: int32(f.Number()), Label: "singular", Type: typeName(f)}
	switch {
	case f.IsMap():
		found.Label, found.KeyType, found.Type = "map", typeName(f.MapKey()), typeName(f.MapValue())
	case f.IsList():
		found.Label = "repeated"
	case f.HasOptionalKeyword():
		found.Label = "optional"
	}
	return found
}

func typeName(f protoreflect.FieldDescriptor) string {
	switch {
	case f.Message() != nil:
		return localName(f.Message())
	case f.Enum() != nil:
		return localName(f.Enum())
	default:
		return f.Kind().String()
	}
}

func localName(descriptor protoreflect.Descriptor) string {
	name := string(descriptor.FullName())
	return name[len(descriptor.ParentFile().Package())+1:]
}
