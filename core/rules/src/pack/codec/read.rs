//! CBOR value → serde.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use tongban_cose::cbor::{Kind, Value};

use super::CodecError;

/// Reads a description from a parsed item.
pub(crate) fn from_value<'de, T: Deserialize<'de>>(value: &Value<'de>) -> Result<T, CodecError> {
    T::deserialize(Reader(value))
}

#[derive(Clone, Copy)]
struct Reader<'v, 'de>(&'v Value<'de>);

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = CodecError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        match self.0.kind() {
            Kind::Unsigned(number) => visitor.visit_u64(*number),
            Kind::Negative(_) => match self.0.as_i64() {
                Some(number) => visitor.visit_i64(number),
                None => Err(CodecError::custom("a number does not fit")),
            },
            Kind::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Kind::Text(text) => visitor.visit_borrowed_str(text),
            Kind::Array(elements) => visitor.visit_seq(Elements(elements.iter())),
            Kind::Map(entries) => visitor.visit_map(Entries {
                entries: entries.iter(),
                value: None,
            }),
            Kind::Bool(truth) => visitor.visit_bool(*truth),
            Kind::Null => visitor.visit_unit(),
            Kind::Tag(..) | Kind::Undefined | Kind::Simple(_) | Kind::Float(_) => Err(
                CodecError::custom("an item of a type that packs do not use"),
            ),
        }
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        match self.0.kind() {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        match self.0.kind() {
            Kind::Text(name) => visitor.visit_enum(Variant {
                name,
                content: None,
            }),
            Kind::Map(entries) => match entries.as_slice() {
                [(name, content)] => visitor.visit_enum(Variant {
                    name: name
                        .as_text()
                        .ok_or_else(|| CodecError::custom("a variant has no name"))?,
                    content: Some(content),
                }),
                _ => Err(CodecError::custom("a variant is not a map of one entry")),
            },
            _ => Err(CodecError::custom("a variant is neither text nor map")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Elements<'v, 'de>(std::slice::Iter<'v, Value<'de>>);

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = CodecError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, CodecError> {
        self.0
            .next()
            .map(|value| seed.deserialize(Reader(value)))
            .transpose()
    }
}

struct Entries<'v, 'de> {
    entries: std::slice::Iter<'v, (Value<'de>, Value<'de>)>,
    value: Option<&'v Value<'de>>,
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = CodecError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CodecError> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Reader(key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, CodecError> {
        let value = self.value.take();
        let value = value.ok_or_else(|| CodecError::custom("a map value has no key"))?;
        seed.deserialize(Reader(value))
    }
}

struct Variant<'v, 'de> {
    name: &'de str,
    content: Option<&'v Value<'de>>,
}

impl<'v, 'de> EnumAccess<'de> for Variant<'v, 'de> {
    type Error = CodecError;
    type Variant = Content<'v, 'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), CodecError> {
        let name: StrDeserializer<'_, CodecError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

struct Content<'v, 'de>(Option<&'v Value<'de>>);

impl<'v, 'de> Content<'v, 'de> {
    fn needed(self) -> Result<Reader<'v, 'de>, CodecError> {
        let value = self.0;
        value
            .map(Reader)
            .ok_or_else(|| CodecError::custom("a variant lacks its content"))
    }
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = CodecError;

    fn unit_variant(self) -> Result<(), CodecError> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(CodecError::custom(
                "a variant has content that it must not have",
            )),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, CodecError> {
        seed.deserialize(self.needed()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, CodecError> {
        self.needed()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.needed()?.deserialize_any(visitor)
    }
}
