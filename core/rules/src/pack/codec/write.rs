//! Serde → CBOR item.

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use tongban_cose::cbor::Item;

use super::CodecError;

/// The item of a description.
pub(crate) fn to_item<T: Serialize + ?Sized>(value: &T) -> Result<Item, CodecError> {
    value.serialize(Writer)
}

struct Writer;

/// Collects the parts of a container; with a name, it becomes the content of that variant.
struct Parts {
    variant: Option<&'static str>,
    list: Vec<Item>,
    entries: Vec<(Item, Item)>,
}

impl Parts {
    fn new(variant: Option<&'static str>) -> Self {
        Self {
            variant,
            list: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn named(variant: Option<&'static str>, content: Item) -> Item {
        match variant {
            Some(name) => Item::Map(vec![(name.into(), content)]),
            None => content,
        }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.list.push(to_item(value)?);
        Ok(())
    }

    fn entry<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        self.entries.push((key.into(), to_item(value)?));
        Ok(())
    }
}

impl Serializer for Writer {
    type Ok = Item;
    type Error = CodecError;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = Entries;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<Item, CodecError> {
        Ok(Item::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Item, CodecError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<Item, CodecError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<Item, CodecError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<Item, CodecError> {
        Ok(Item::Integer(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Item, CodecError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<Item, CodecError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<Item, CodecError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Item, CodecError> {
        Ok(Item::Unsigned(value))
    }

    fn serialize_f32(self, _: f32) -> Result<Item, CodecError> {
        Err(CodecError::custom("a float has no place in a pack"))
    }

    fn serialize_f64(self, _: f64) -> Result<Item, CodecError> {
        Err(CodecError::custom("a float has no place in a pack"))
    }

    fn serialize_char(self, value: char) -> Result<Item, CodecError> {
        Ok(Item::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Item, CodecError> {
        Ok(Item::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Item, CodecError> {
        Ok(Item::Bytes(value.to_vec()))
    }

    fn serialize_none(self) -> Result<Item, CodecError> {
        Ok(Item::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Item, CodecError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Item, CodecError> {
        Ok(Item::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Item, CodecError> {
        Ok(Item::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Item, CodecError> {
        Ok(variant.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Item, CodecError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Item, CodecError> {
        Ok(Parts::named(Some(variant), to_item(value)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, CodecError> {
        Ok(Parts::new(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts, CodecError> {
        Ok(Parts::new(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, CodecError> {
        Ok(Parts::new(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, CodecError> {
        Ok(Parts::new(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, CodecError> {
        Ok(Entries::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts, CodecError> {
        Ok(Parts::new(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, CodecError> {
        Ok(Parts::new(Some(variant)))
    }
}

/// A map whose keys are values.
#[derive(Default)]
pub(crate) struct Entries {
    key: Option<Item>,
    entries: Vec<(Item, Item)>,
}

impl SerializeMap for Entries {
    type Ok = Item;
    type Error = CodecError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CodecError> {
        self.key = Some(to_item(key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        let key = self.key.take();
        let key = key.ok_or_else(|| CodecError::custom("a map value has no key"))?;
        self.entries.push((key, to_item(value)?));
        Ok(())
    }

    fn end(self) -> Result<Item, CodecError> {
        Ok(Item::Map(self.entries))
    }
}

macro_rules! list {
    ($contract:ident, $method:ident) => {
        impl $contract for Parts {
            type Ok = Item;
            type Error = CodecError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
                self.push(value)
            }

            fn end(self) -> Result<Item, CodecError> {
                Ok(Parts::named(self.variant, Item::Array(self.list)))
            }
        }
    };
}

macro_rules! structure {
    ($contract:ident) => {
        impl $contract for Parts {
            type Ok = Item;
            type Error = CodecError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), CodecError> {
                self.entry(key, value)
            }

            fn end(self) -> Result<Item, CodecError> {
                Ok(Parts::named(self.variant, Item::Map(self.entries)))
            }
        }
    };
}

list!(SerializeSeq, serialize_element);
list!(SerializeTuple, serialize_element);
list!(SerializeTupleStruct, serialize_field);
list!(SerializeTupleVariant, serialize_field);
structure!(SerializeStruct);
structure!(SerializeStructVariant);
