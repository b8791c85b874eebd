using System.Buffers.Binary;
using System.Text;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>The content of one box, big endian.</summary>
internal sealed class BoxWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public BoxWriter U8(byte value) { _bytes.WriteByte(value); return this; }

    public BoxWriter U16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public BoxWriter U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public BoxWriter U64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public BoxWriter Zeros(int count) { for (var i = 0; i < count; i++) _bytes.WriteByte(0); return this; }
    public BoxWriter Text(string ascii) => Add(Encoding.ASCII.GetBytes(ascii));
    public BoxWriter Add(byte[] bytes) { _bytes.Write(bytes); return this; }
    public BoxWriter All<T>(IEnumerable<T> items, Func<T, byte[]> box) { foreach (var item in items) Add(box(item)); return this; }
    public BoxWriter Matrix() => U32(0x10000).Zeros(12).U32(0x10000).Zeros(12).U32(0x40000000);

    public BoxWriter List(IEnumerable<uint> values)
    {
        var all = values.ToArray();
        U32((uint)all.Length);
        foreach (var value in all) U32(value);
        return this;
    }

    /// <summary>The number of runs of equal values, then each.</summary>
    public BoxWriter Runs<T>(IReadOnlyList<T> items, Func<T, int> value, Action<BoxWriter, (int First, int Length, int Value)> write)
    {
        var runs = new List<(int First, int Length, int Value)>();
        for (var i = 0; i < items.Count; i++)
        {
            var v = value(items[i]);
            if (runs.Count > 0 && runs[^1].Value == v) runs[^1] = (runs[^1].First, runs[^1].Length + 1, v);
            else runs.Add((i, 1, v));
        }
        U32((uint)runs.Count);
        foreach (var run in runs) write(this, run);
        return this;
    }
}
