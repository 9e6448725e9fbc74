using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailContactPortal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OpenAttempts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OpenAttempts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CampaignId = table.Column<int>(type: "INTEGER", nullable: false),
                    BatchId = table.Column<long>(type: "INTEGER", nullable: true),
                    DeliveryId = table.Column<long>(type: "INTEGER", nullable: true),
                    MessageId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    MailServerId = table.Column<int>(type: "INTEGER", nullable: false),
                    AttemptedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OpenAttempts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_OpenAttempts_Campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "Campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OpenAttempts_CampaignId",
                table: "OpenAttempts",
                column: "CampaignId");

            // Until now "attempting" was a state of the delivery, 2, counted as pending. Who is in it belongs to an instance that is gone.
            migrationBuilder.Sql(
                """
                UPDATE "CampaignTotals" SET
                  "Pending" = "Pending" - (SELECT COUNT(*) FROM "Deliveries" d WHERE d."CampaignId" = "CampaignTotals"."CampaignId" AND d."Status" = 2),
                  "Uncertain" = "Uncertain" + (SELECT COUNT(*) FROM "Deliveries" d WHERE d."CampaignId" = "CampaignTotals"."CampaignId" AND d."Status" = 2)
                """);
            migrationBuilder.Sql("""UPDATE "Deliveries" SET "Status" = 7, "SmtpStage" = 'EndOfData' WHERE "Status" = 2""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OpenAttempts");
        }
    }
}
