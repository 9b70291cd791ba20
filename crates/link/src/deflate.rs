//! Raw DEFLATE with a preset dictionary.
//!
//! `miniz_oxide` has no call for one, and needs none. What is packed first, and flushed to a whole
//! byte, is what later bytes may refer back to: so the dictionary is packed first and its output
//! thrown away. Unpacking writes behind the dictionary in the same buffer.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// The smallest: links are made seldom.
const LEVEL: i32 = 10;
/// Negative: without a zlib header.
const RAW: i32 = -15;
const DEFAULT_STRATEGY: i32 = 0;
/// How much room for output is added at a time.
const ROOM: usize = 64 * 1024;

/// `text`, packed.
pub fn pack(text: &[u8], dictionary: &[u8]) -> Vec<u8> {
    let flags = create_comp_flags_from_zip_params(LEVEL, RAW, DEFAULT_STRATEGY);
    let mut compressor = CompressorOxide::new(flags);
    compress_to_output(&mut compressor, dictionary, TDEFLFlush::Sync, |_| true);
    let mut packed = Vec::new();
    compress_to_output(&mut compressor, text, TDEFLFlush::Finish, |bytes| {
        packed.extend_from_slice(bytes);
        true
    });
    packed
}

/// What came of unpacking.
pub enum Unpacked {
    /// All of it.
    Whole(Vec<u8>),
    /// The end is missing.
    CutOff,
    /// This is no DEFLATE, or there is more behind its end.
    Damaged,
    /// More than was allowed.
    TooLarge,
}

/// What was packed, if it has no more than `limit` bytes.
pub fn unpack(packed: &[u8], dictionary: &[u8], limit: usize) -> Unpacked {
    let mut decompressor = DecompressorOxide::new();
    let (mut buffer, mut rest) = (dictionary.to_vec(), packed);
    let most = dictionary.len() + limit;
    let mut end = buffer.len();
    loop {
        // One byte more than is allowed, to see whether there is more.
        buffer.resize((end + ROOM).min(most + 1), 0);
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, read, written) = decompress(&mut decompressor, rest, &mut buffer, end, flags);
        rest = rest.get(read..).unwrap_or_default();
        end += written;
        if end > most {
            return Unpacked::TooLarge;
        }
        match status {
            TINFLStatus::Done if rest.is_empty() => {
                buffer.truncate(end);
                buffer.drain(..dictionary.len());
                return Unpacked::Whole(buffer);
            }
            TINFLStatus::HasMoreOutput => {}
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                return Unpacked::CutOff;
            }
            _ => return Unpacked::Damaged,
        }
    }
}
