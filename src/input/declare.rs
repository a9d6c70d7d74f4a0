//! How the tables, names and forms of the input are declared: once, as the Rust type with a description of each key.

/// Declares a table: a struct with a description of each key, its default after `=`, and after `=>` the reason for
/// the default and the limits of the value. After `..` follow keys that are shared with other tables, with their
/// descriptions here.
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derive:ident),+)])?
        pub struct $name:ident $(instead $instead:ident)? {
            $($(#[doc = $doc:literal])+ pub $key:ident: $type:ty $(= $default:expr)? $(=> $($how:ident($($with:expr),*)).+)?,)+
            $(..pub $shared:ident: $of:ident { $($said:ident: $text:literal,)* },)?
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq $(, $($derive),+)?)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $key: $type,)+
            $(
                /// Keys that are shared with other tables.
                pub $shared: $of,
            )?
        }

        impl $name {
            const KEYS: &'static [crate::input::shape::Key] = &[
                $(
                    crate::input::shape::Key::of::<$type>(stringify!($key), &[$($doc),+])
                        $(.defaults_to(table!(@shown $type, $default)))?
                        $($(.$how($($with),*))+)?,
                )+
            ];

            /// Its declaration.
            pub(crate) const TABLE: &'static crate::input::shape::Table = &crate::input::shape::Table {
                name: stringify!($name),
                about: &[$($about),+],
                keys: Self::KEYS,
                shared: table!(@shared $($of { $($said: $text,)* })?),
                instead: table!(@instead $($instead)?),
            };

            /// The table at this place, if all its values have their types.
            pub fn at(table: &toml::de::DeTable<'_>, place: crate::origin::Span) -> Option<Self> {
                let mut fields = crate::input::fields::Fields::of(table, Self::TABLE, place)?;
                let decoded = Self::among(&mut fields)?;
                fields.are_all().then_some(decoded)
            }

            /// Its keys, read from a table that has others too.
            pub(crate) fn among(fields: &mut crate::input::fields::Fields<'_>) -> Option<Self> {
                fields.come_to(Self::KEYS);
                Some(Self {
                    $($key: table!(@read fields $(, $default)?),)+
                    $($shared: $of::among(fields)?,)?
                })
            }
        }

        impl crate::input::decode::Decode for $name {
            const SHAPE: crate::input::shape::Shape = crate::input::shape::Shape::Table(Self::TABLE);

            fn decode(
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                _: &crate::input::shape::Shape,
            ) -> Option<Self> {
                Self::at(value.get_ref().as_table()?, value.span().into())
            }
        }
    };
    (@shared) => { None };
    (@shared $of:ident { $($said:ident: $text:literal,)* }) => {
        Some(&crate::input::shape::Shared { table: $of::TABLE, said: &[$((stringify!($said), $text)),*] })
    };
    (@read $fields:ident) => { $fields.read()? };
    (@read $fields:ident, $default:expr) => { $fields.read_or(|| $default)? };
    (@shown $type:ty, $default:expr) => {
        || {
            let value: <$type as crate::input::decode::Defaulted>::Value = $default;
            crate::input::shown::Shown::shown(&value)
        }
    };
    (@instead) => { None };
    (@instead $instead:ident) => { Some(&$instead) };
}

/// Declares a choice of strings: an enum with the meaning of each.
macro_rules! names {
    (
        $(#[doc = $about:literal])+
        pub enum $name:ident {
            $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// The string in the input.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl crate::input::shown::Shown for $name {
            fn shown(&self) -> String {
                format!("`{}`", self.as_str())
            }
        }

        impl crate::input::decode::Decode for $name {
            const SHAPE: crate::input::shape::Shape =
                crate::input::shape::Shape::Names(&crate::input::shape::Names {
                    name: stringify!($name),
                    about: &[$($about),+],
                    all: &[$(($text, &[$($doc),+])),+],
                });

            fn decode(
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                _: &crate::input::shape::Shape,
            ) -> Option<Self> {
                match value.get_ref().as_str()? {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

/// Declares the forms of a value: an enum of strings and of tables with a single key.
macro_rules! forms {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derive:ident),+)])?
        pub enum $name:ident {
            $($(#[doc = $doc:literal])+ $variant:ident $(($type:ty))? = $key:literal,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq $(, $($derive),+)?)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant $(($type))?,)+
        }

        impl crate::input::decode::Decode for $name {
            const SHAPE: crate::input::shape::Shape =
                crate::input::shape::Shape::Forms(&crate::input::shape::Forms {
                    name: stringify!($name),
                    about: &[$($about),+],
                    all: &[$(crate::input::shape::Form {
                        name: $key,
                        about: &[$($doc),+],
                        shape: forms!(@shape $($type)?),
                    }),+],
                });

            fn decode(
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                _: &crate::input::shape::Shape,
            ) -> Option<Self> {
                $(forms!(@decode value $variant $key $($type)?);)+
                None
            }
        }
    };
    (@shape) => { None };
    (@shape $type:ty) => { Some(<$type as crate::input::decode::Decode>::SHAPE) };
    (@decode $value:ident $variant:ident $key:literal) => {
        if $value.get_ref().as_str() == Some($key) {
            return Some(Self::$variant);
        }
    };
    (@decode $value:ident $variant:ident $key:literal $type:ty) => {
        if let Some(inner) = crate::input::fields::only($value.get_ref(), $key) {
            let shape = &<$type as crate::input::decode::Decode>::SHAPE;
            return <$type as crate::input::decode::Decode>::decode(inner, shape).map(Self::$variant);
        }
    };
}

/// Declares a table of options.
macro_rules! options {
    ($(#[doc = $about:literal])+ pub struct $name:ident = $options:expr;) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name(indexmap::IndexMap<String, crate::origin::At<crate::input::Scalar>>);

        impl std::ops::Deref for $name {
            type Target = indexmap::IndexMap<String, crate::origin::At<crate::input::Scalar>>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl crate::input::decode::Decode for $name {
            const SHAPE: crate::input::shape::Shape = crate::input::shape::Shape::Options($options);

            fn decode(
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                _: &crate::input::shape::Shape,
            ) -> Option<Self> {
                crate::input::scalar::decoded(value.get_ref(), $options).map(Self)
            }
        }
    };
}
