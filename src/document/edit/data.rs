//! The data of a text without its form: shows whether an edit did what it should.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{Change, Refused};
use crate::finding::Value;

/// A value without its place and its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Data {
    Text(String),
    /// A number, a boolean or a date, as the TOML parser returns it.
    Other(String),
    List(Vec<Data>),
    Table(BTreeMap<String, Data>),
}

impl From<&DeValue<'_>> for Data {
    fn from(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Integer(number) => Self::Other(format!("{} in base {}", number.as_str(), number.radix())),
            DeValue::Float(number) => Self::Other(format!("{} as float", number.as_str())),
            DeValue::Boolean(boolean) => Self::Other(boolean.to_string()),
            DeValue::Datetime(date) => Self::Other(date.to_string()),
            DeValue::Array(items) => Self::List(items.iter().map(|item| item.get_ref().into()).collect()),
            DeValue::Table(table) => Self::Table(
                table.iter().map(|(key, value)| (key.get_ref().to_string(), value.get_ref().into())).collect(),
            ),
        }
    }
}

impl From<&Value> for Data {
    fn from(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self::Other(format!("{number} in base 10")),
            Value::Cpus(cpus) => Self::Other(format!("{} as float", cpus.decimal())),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Bool(boolean) => Self::Other(boolean.to_string()),
            Value::List(items) => Self::List(items.iter().cloned().map(Self::Text).collect()),
        }
    }
}

impl Data {
    /// The value at a path.
    pub(super) fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |data, part| match data {
            Self::Table(table) => table.get(part),
            Self::List(items) => part.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        })
    }

    fn at_mut(&mut self, path: &[String]) -> Option<&mut Self> {
        path.iter().try_fold(self, |data, part| match data {
            Self::Table(table) => table.get_mut(part),
            Self::List(items) => part.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
            _ => None,
        })
    }

    fn table(&mut self, path: &[String]) -> Result<&mut BTreeMap<String, Self>, Refused> {
        match self.at_mut(path).ok_or(Refused::Gone)? {
            Self::Table(table) => Ok(table),
            _ => Err(Refused::NoTable),
        }
    }

    /// Whether it has items rather than keys.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Applies a change. Tables and lists that become empty are removed too, unless they are written explicitly.
    pub(super) fn edit(
        &mut self,
        path: &[String],
        change: &Change<'_>,
        is_written: impl Fn(&[String]) -> bool,
    ) -> Result<(), Refused> {
        match change {
            Change::Set(value) => *self.at_mut(path).ok_or(Refused::Gone)? = Self::from(*value),
            Change::Insert(names, value) => self.insert(path, names, value)?,
            Change::Push(value) => match self.at_mut(path).ok_or(Refused::Gone)? {
                Self::List(items) => items.push(Self::from(*value)),
                _ => return Err(Refused::NoList),
            },
            Change::Rename(key) => {
                let (old, table) = path.split_last().ok_or(Refused::NoKey)?;
                let table = self.table(table).map_err(|_| Refused::NoKey)?;
                if table.contains_key(*key) {
                    return Err(Refused::Exists);
                }
                let value = table.remove(old).ok_or(Refused::Gone)?;
                table.insert((*key).to_owned(), value);
            }
            Change::Remove => {
                self.remove(path)?;
                let above = (1..path.len()).rev().map_while(|length| path.get(..length));
                for path in above.take_while(|path| !is_written(path)) {
                    if self.at(path).is_some_and(Self::is_empty) {
                        self.remove(path)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn insert(&mut self, path: &[String], names: &[String], value: &Value) -> Result<(), Refused> {
        let mut table = self.table(path)?;
        let (last, above) = names.split_last().ok_or(Refused::NoKey)?;
        for name in above {
            let below = table.entry(name.clone()).or_insert_with(|| Self::Table(BTreeMap::new()));
            table = match below {
                Self::Table(table) => table,
                _ => return Err(Refused::NoTable),
            };
        }
        if table.contains_key(last) {
            return Err(Refused::Exists);
        }
        table.insert(last.clone(), value.into());
        Ok(())
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::List(items) => items.is_empty(),
            Self::Table(table) => table.is_empty(),
            _ => false,
        }
    }

    fn remove(&mut self, path: &[String]) -> Result<(), Refused> {
        let (last, above) = path.split_last().ok_or(Refused::NoKey)?;
        match self.at_mut(above).ok_or(Refused::Gone)? {
            Self::Table(table) => table.remove(last).map(drop).ok_or(Refused::Gone),
            Self::List(items) => {
                let index = last.parse::<usize>().ok().filter(|index| *index < items.len()).ok_or(Refused::Gone)?;
                items.remove(index);
                Ok(())
            }
            _ => Err(Refused::Gone),
        }
    }
}
