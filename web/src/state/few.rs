//! A map of few entries.

/// Values by key, in the order of the keys. The standard library's map is better with many, and
/// 6 KB of WebAssembly for every type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialOrd, V> Few<K, V> {
    /// Is there nothing?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The entries.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.iter().find(|(one, _)| *one == key).map(|(_, value)| value)
    }

    /// Is there a value of this key?
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        self.remove(&key);
        let behind = self.keys().position(|one| *one > key);
        self.0.insert(behind.unwrap_or(self.len()), (key, value));
    }

    /// Forgets a key.
    pub fn remove(&mut self, key: &K) {
        self.0.retain(|(one, _)| one != key);
    }
}
