using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>The words and forms by which names are known.</summary>
internal static partial class ReadNames
{
    private static readonly FrozenSet<string> Given = TextTable.Lines("given-names.txt").SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words with a capital that are no names.</summary>
    private static readonly HashSet<string> NotNames = Set(
        "day boxing bonfire halloween eid ramadan diwali born aged candidate candidates applicant locum typed dictated diagnoses diagnosis letter dx baby gad phq sdq cyp i im ive he she they we you it the this that these those there here a an my our his her their your its as at in on of to for from with by and or but so if when while since because although however also please hi hello dear good morning afternoon "
        + "evening thanks thank regards kind many best yes no not re fw fwd feb mar apr jun jul aug sep sept oct nov dec attendance presentation presenting behaviour behaviours medication meds diagnosis previously legal plan needs concerns concern worries reason reasons request category carer urgency priority views outcome hopes goals referrer sex gender male female religion language ref referral referrals refer referring referred urgent new child children young person people boy girl lad lass yp cyp client patient pupil student school college nursery academy team "
        + "teacher social worker manager carer carers foster mum dad mother father nan brother sister gp doctor nurse health visitor service services council borough county city camhs nhs sdq ehcp sen send lac cla cic dsl iro pa la sw dob upn adhd asd ptsd cse cce "
        + "cahms mr mrs ms miss mx dr prof january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat twins triplets siblings brothers sisters elder adoption athletic juniors cottage prison me us him them btw anyway hurrah though although christmas easter year years aged age home placement order interim full care "
        + "leaver section legal status date birth number name address postcode could would can will should what who why how where which am is are was were be been has have had do does did all any some every each one two three four five six seven eight nine ten "
        + "after before during until following about regarding concerning per via attached find see let know just really currently recently sadly unfortunately form details information background reason risk risks needs support help assessment appointment "
        + "therapy anxiety depression english british polish white black asian mixed european muslim christian catholic uk england britain wales scotland cheshire court family birth next last first second emergency police safeguarding wellbeing mental emotional "
        + "looked lives living lived placed staying then now today tomorrow yesterday tonight last week month term summer autumn winter spring ok okay confidential private official sensitive secure both either neither only even still again never always "
        + "ever more most less least very too lots another other others someone somebody anyone everyone nobody something anything everything nothing mind whilst such than until upon within without between our ours mine yours theirs hers whom whose been being "
        + "self harm consent male female he'd she'd id ill well were youll theyre theyve hes shes id dont cant wont didnt doesnt isnt wasnt primary secondary high infant infants room suite junior st saint road street avenue lane close drive way park house centre hub office unit "
        + "ward hospital surgery practice university trust charity fostering agency designated deputy headteacher lead practitioner coordinator independent local authority authorities responsible act leaving over under there apologies present");

    /// <summary>Behind a name with capitals: that it is what a place is called.</summary>
    private static readonly HashSet<string> Institutions = Set("school primary high academy college hospital road street avenue lane house council surgery nursery team centre court drive close unit practice medical trust university infirmary camhs infant infants junior juniors grammar athletic cottage room suite");

    /// <summary>Names that are months and seasons too.</summary>
    private static readonly HashSet<string> Seasonal = Set("summer autumn april may june august");

    private static readonly HashSet<string> Introducing = Set("refer referring referral referrals regarding re concerning called named about named introducing discuss");

    /// <summary>What may stand between an introduction and the name.</summary>
    private static readonly HashSet<string> Between = Set(
        "for of re to a an the my our this his her their is child young person foster son daughter boy girl lad lass year old yr yo client patient pupil student who looked after care leaver in and one teenage teenager teen name of grandson granddaughter niece nephew "
        + "service male female new urgent lovely little called named about regarding concerning dear you above following individual children placed s on behalf with baby yp cyp adopted stepson stepdaughter us miss master ms mr");

    private static readonly HashSet<string> Kin = Set("son daughter child boy girl lad lass grandson granddaughter niece nephew person yp cyp client patient pupil student teenager teen youngster kid stepson stepdaughter leaver individual");

    private static readonly HashSet<string> SomebodyElse = Set(
        "brother sister sibling siblings mum mother dad father nan nana grandma grandmother grandad grandfather uncle aunt auntie cousin friend partner boyfriend girlfriend carer carers worker adviser advisor pa sw iro teacher head headteacher doctor dr gp nurse "
        + "manager lead officer visitor mr mrs ms miss prof therapist psychologist consultant solicitor judge parent parents twin colleague with stepdad stepmum husband wife by from senco dsl tutor keyworker advocate counsellor dear hi hello judge");

    private static readonly HashSet<string> Verbs = Set(
        "is was has had lives attends came moved needs finds struggles says said feels seems can does gets goes keeps wants likes would will told presents experienced experiences became becomes started suffers displays shows hears sees talks cries wakes hits "
        + "lashes bites refuses hates loves disclosed reports reported currently recently often sometimes also still just aged resides joined enjoys sleeps worries remains continues");

    /// <summary>Before a name: what somebody does for a child they have with them or write for.</summary>
    private static readonly HashSet<string> Caring = Set("foster fostering fostered have had has having support supporting supported know knows known adopted adopting raising raised visit visited visiting met meeting seen see seeing helping help teach teaching with");

    /// <summary>Behind "Sam's": who or what belongs to a child about whom somebody writes.</summary>
    private static readonly HashSet<string> Belonging = Set(
        "carer carers foster mum mother dad father parents parent guardian guardians grandparents grandmother grandfather nan gran worker social pa adviser advisor teacher tutor form head gp doctor keyworker key advocate behaviour behavior placement school anxiety "
        + "sleep mood needs nhs date dob self mental emotional current history attendance wishes views moods health wellbeing legal iro aunt auntie uncle school's class life early trauma presentation case referral team personal supported birthday");

    private static readonly SearchValues<char> NoNickname = SearchValues.Create(",;0123456789");

    [GeneratedRegex(@"^[\s,;:()\u2013\u2014-]{1,4}(?:(?:\([^()]{1,40}\)|(?:he|she|they)/(?:him|her|them)|m|f|male|female|boy|girl|age|aged|who is|who was|is (?:next|the (?:eldest|oldest|middle|youngest|second|third|last)(?: one| child| of \p{L}{2,10})?)|is|(?:he|she|they)(?:'s|\u2019s| is| are)?|(?:everyone|everybody|they|we|people) (?:says|calls? (?:him|her|them)) \p{L}{2,15}|(?:known as|called|aka) \p{L}{2,15})[\s,;)\u2013(-]{1,3}){0,3}(?:\p{L}{2,12}\s/\s)?(?:(?:dob|d\.o\.b|date of birth|born|birthday|birthdate)\b|b\.?(?=\s[0-9])|(?:[a-z]{3,5}\.?\s)?(?:the\s)?[0-9]{1,2}\s{0,2}[-/.|]\s{0,2}[0-9]{1,2}\s{0,2}[-/.|]\s{0,2}[0-9]{2,4}|(?:the\s)?[0-9]{1,2}(?:st|nd|rd|th)?[\s-](?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[0-9]{1,2}\s?(?:yrs?|years?|y/?o|born|and)\b|[0-9]{1,2}\s?[,;)(]|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)(?:\son\b|\slast\s|[,;)]))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex FactBehind();

    /// <summary>Behind a full name: what its bearer is called in place of it.</summary>
    [GeneratedRegex(@"^,? (?:but|though|only)? ?(?:s?he|they)(?:['\u2019](?:s|re)|s| is| are) (?:only |always |just )?(?:known as |called )?\p{Lu}[\p{L}'\u2019-]+ (?:to|with|at|for)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex CalledElse();

    /// <summary>Behind a whole name: what its bearer is called, "Dmytro Kovalchuk, known as Dima, is …", "Nathaniel Cole, everyone calls me Nate".</summary>
    [GeneratedRegex(@"^,? \(?(?:who is |who's |but |always |usually |mostly |better )*(?:known (?:to \w+ )?as|called|goes by|(?:everyone|everybody|people|friends|we all|they all|we) calls? (?:me|him|her|them)) (?<name>\p{Lu}[\p{L}'\u2019-]+)\)?(?=[,.;]| and | is | was | has |$)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AlsoCalled();

    /// <summary>Behind a name, past a clause of its own: when its bearer was born.</summary>
    [GeneratedRegex(@"^, (?:though|although|but|or|who|known|always|usually|better)\b[^.;:()]{3,90}, (?:was |is )?born\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BornPast();

    /// <summary>"First name Ngoc", "given name is Ngoc".</summary>
    [GeneratedRegex(@"^(?:and |her |his |their )?(?:[Ff]irst|[Gg]iven) name(?: is|:)? (?<name>\p{Lu}[\p{L}'\u2019-]+)\.?$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex FirstName();

    /// <summary>Behind a name: that the child is with whoever writes.</summary>
    [GeneratedRegex(@"^,? (?:who|that|whom) (?:(?:we|i)(?:'re|\u2019re| are|'m|\u2019m| am|'ve|\u2019ve| have)? (?:been )?(?:foster|look(?:ing|ed)? after|car(?:e|ing) for|adopt|had)|(?:lives?|is living|is placed|is staying|stays|(?:has|have|had|['\u2019]s) (?:been|lived|stayed)(?: living)?) with (?:us|me)\b|(?:came|moved) to (?:us|me)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WithWriter();

    /// <summary>"One of our regulars, …": whoever is named next is the one that it is about.</summary>
    [GeneratedRegex(@"\bone of (?:our|my|the) [a-z][a-z '-]{2,40}(?:, | is | - | \u2013 | called | named )$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OneOfOurs();

    /// <summary>"who's 14 and nothing to do with this", "(Teddy, 2 yrs, not part of this)".</summary>
    [GeneratedRegex(@"^[^.;:]{0,60}\b(?:(?:and|has|is|was|had|have) nothing to do with (?:this|you|the referral)\b|not (?:the one|whom?) (?:i|we) (?:am|are|'m|'re) (?:writing|referring))\b|^,? (?:aged? )?[0-9]{1,2}\b[^.;:]{0,15}[,;]? (?:and )?not part of (?:this|it|the referral)\b|^(?:'s|\u2019s| is|s) (?:typing|writing|sending|doing) this\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NothingToDo();

    [GeneratedRegex(@"^,? as (?:the |his |her |their )(?:birth |own |foster |legal )?(?:mother|father|m[uo]m|dad|parent|carer|guardian|aunt|uncle|grandmother|grandfather|nan|brother|sister|social worker)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AsRelative();

    /// <summary>"Head-banging", "Bed-wetting": half of it is something that is done.</summary>
    [GeneratedRegex("(?:ing|ed|free|only|based|wide|time|term)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex IsAction();

    /// <summary>A verb of which somebody is the subject, by its ending: "Sam refuses", "Sam hoarded".</summary>
    [GeneratedRegex("^(?!(?:as|us|this|his|hers|its|always|sometimes|perhaps|ours|yours|theirs|less|unless|towards|besides|indeed|need|red|bed|kids|parents|pupils|friends|services|schools?)$)[a-z]{3,}(?:s|ed)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ThirdPerson();

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
