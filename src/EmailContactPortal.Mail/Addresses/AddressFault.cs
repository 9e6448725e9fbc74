namespace EmailContactPortal.Mail.Addresses;

/// <summary>Why a text is not a mail address.</summary>
public enum AddressFault
{
    None,
    Empty,
    NoAtSign,
    LocalPart,
    Domain,
    TooLong,
    ControlCharacter,
}
